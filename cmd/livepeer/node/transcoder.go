package node

import (
	"context"
	"errors"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/cliapi"
)

// transcoderRole is a standalone transcoder that serves the orchestrators of
// -orchAddr.
type transcoderRole struct {
	agent    *transcoding.Agent
	capacity int
}

func (n *node) startTranscoder(ctx, life context.Context) error {
	var orchestrators []transcoding.Orchestrator
	for _, addr := range n.cfg.OrchAddrs {
		client, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Log: n.log, Orchestrator: addr, Secret: n.cfg.OrchSecret})
		if err != nil {
			return &ConfigError{Flag: "orchAddr", Reason: err.Error()}
		}
		orchestrators = append(orchestrators, client)
		if err := n.parts.Start(ctx, lifecycle.Part{Name: "client of " + addr, Close: client.Close}); err != nil {
			return err
		}
	}
	agent, err := transcoding.NewAgent(transcoding.AgentConfig{
		Log: n.log, Observer: n.monitor.Agent, Transcoder: n.engine.workers, Orchestrators: orchestrators,
		Capacity: n.cfg.MaxSessions, Capabilities: n.engine.capabilities,
	})
	if err != nil {
		return err
	}
	watched := make(chan struct{})
	err = n.parts.Start(ctx, lifecycle.Part{
		Name: "transcoder",
		Start: func(context.Context) error {
			if err := agent.Start(life); err != nil {
				return err
			}
			go func() {
				defer close(watched)
				<-agent.Done()
				if err := agent.Err(); err != nil { // every orchestrator has refused it
					n.fail(err)
				}
			}()
			return nil
		},
		Close: func() error {
			err := agent.Close()
			<-watched
			return err
		},
	})
	if err != nil {
		return err
	}
	n.roles = append(n.roles, &transcoderRole{agent: agent, capacity: n.cfg.MaxSessions})
	return nil
}

// Drain finishes the running tasks and tells the orchestrators to send no more.
func (r *transcoderRole) Drain(ctx context.Context) error { return r.agent.Drain(ctx) }

var errNotRegistered = errors.New("transcoder is registered with no orchestrator")

// Health is an error while no orchestrator has this transcoder.
func (r *transcoderRole) Health() error {
	for _, link := range r.agent.Status() {
		if link.State == transcoding.LinkRegistered {
			return nil
		}
	}
	return errNotRegistered
}

// Status implements role.
func (r *transcoderRole) Status(st *cliapi.Status) {
	st.LocalTranscoding = true
	for _, link := range r.agent.Status() {
		st.OrchestratorPool = append(st.OrchestratorPool, link.Orchestrator)
	}
}
