package net

import (
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// Bounds on a peer's list of stores.
const (
	maxStores       = 8
	maxStorageBytes = 16 << 10 // of one entry; a POST policy has about 1 kB
)

// UploadStore returns the store in a peer's list that it wants uploads in: the
// first, if it is one for uploads. Else bytes go directly.
func UploadStore(stores []core.ObjectStorage) (store core.ObjectStorage, ok bool) {
	if len(stores) == 0 || stores[0].Kind != core.StorageS3 && stores[0].Kind != core.StorageGCS {
		return core.ObjectStorage{}, false
	}
	return stores[0], true
}

// StorageToPB converts to the wire.
func StorageToPB(stores []core.ObjectStorage) []*pb.OSInfo {
	var out []*pb.OSInfo
	for _, s := range stores {
		info := &pb.OSInfo{StorageType: pb.OSInfo_StorageType(s.Kind)}
		if s.Kind != core.StorageDirect {
			info.S3Info = &pb.S3OSInfo{
				Host: s.Host, Key: s.Key, Policy: s.Policy, Signature: s.Signature, Credential: s.Credential, XAmzDate: s.Date,
			}
		}
		out = append(out, info)
	}
	return out
}

// StorageFromPB converts a peer's list. Errors: ErrTooManyStores,
// ErrInvalidStorage.
func StorageFromPB(list []*pb.OSInfo) ([]core.ObjectStorage, error) {
	if len(list) > maxStores {
		return nil, ErrTooManyStores
	}
	var out []core.ObjectStorage
	for _, o := range list {
		if o.GetStorageType() < pb.OSInfo_DIRECT || o.GetStorageType() > pb.OSInfo_GOOGLE {
			return nil, ErrInvalidStorage
		}
		s := core.ObjectStorage{Kind: core.StorageKind(o.GetStorageType())}
		if s.Kind != core.StorageDirect {
			i := o.GetS3Info()
			s.Host, s.Key, s.Policy = i.GetHost(), i.GetKey(), i.GetPolicy()
			s.Signature, s.Credential, s.Date = i.GetSignature(), i.GetCredential(), i.GetXAmzDate()
		}
		if len(s.Host)+len(s.Key)+len(s.Policy)+len(s.Signature)+len(s.Credential)+len(s.Date) > maxStorageBytes {
			return nil, ErrInvalidStorage
		}
		out = append(out, s)
	}
	return out, nil
}
