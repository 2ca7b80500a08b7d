package lifecycle_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/lifecycle"
)

func TestStack(t *testing.T) {
	t.Parallel()
	var log []string
	part := func(name string, startErr, closeErr error) lifecycle.Part {
		return lifecycle.Part{
			Name:  name,
			Start: func(context.Context) error { log = append(log, "+"+name); return startErr },
			Close: func() error { log = append(log, "-"+name); return closeErr },
		}
	}
	errStart, errClose := errors.New("no port"), errors.New("stuck")
	var s lifecycle.Stack
	require.NoError(t, s.Start(t.Context(), part("a", nil, nil)))
	require.NoError(t, s.Start(t.Context(), part("b", nil, errClose)))
	require.NoError(t, s.Start(t.Context(), lifecycle.Part{Name: "nothing"}))
	require.ErrorIs(t, s.Start(t.Context(), part("c", errStart, nil)), errStart)
	err := s.Close()
	require.ErrorIs(t, err, errClose)
	require.Equal(t, []string{"+a", "+b", "+c", "-b", "-a"}, log, "what did not start is not closed")
	require.NoError(t, s.Close())
}
