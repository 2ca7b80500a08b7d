package discovery_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

func TestTableConfig(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*discovery.TableConfig){
		"client":    func(c *discovery.TableConfig) { c.Client = nil },
		"order":     func(c *discovery.TableConfig) { c.Order = nil },
		"parallel":  func(c *discovery.TableConfig) { c.Parallel = 0 },
		"rate":      func(c *discovery.TableConfig) { c.Rate = 0 },
		"pace":      func(c *discovery.TableConfig) { c.Pace = 0 },
		"burst":     func(c *discovery.TableConfig) { c.Burst = 0 },
		"ask":       func(c *discovery.TableConfig) { c.AskTimeout = 0 },
		"gap":       func(c *discovery.TableConfig) { c.MinGap = 0 },
		"idle_gap":  func(c *discovery.TableConfig) { c.IdleGap = time.Second },
		"taken_gap": func(c *discovery.TableConfig) { c.TakenGap = c.MinGap + 1 },
		"age":       func(c *discovery.TableConfig) { c.MaxAge = time.Hour },
		"hand_out":  func(c *discovery.TableConfig) { c.HandOut = 0 },
		"explore":   func(c *discovery.TableConfig) { c.Explore = 9 },
		"ask_limit": func(c *discovery.TableConfig) { c.AskLimit = 0 },
		"hard_stop": func(c *discovery.TableConfig) { c.HardStop = 0 },
		"nodes":     func(c *discovery.TableConfig) { c.ExtraNodes = 99 },
		"filter":    func(c *discovery.TableConfig) { c.Filter.MinVersion = "new" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := discovery.DefaultTableConfig()
			cfg.Client = newFloor()
			require.NoError(t, cfg.Validate())
			change(&cfg)
			_, err := discovery.NewTable(cfg)
			require.Error(t, err)
		})
	}
}

func TestStartTwiceAndStoreFails(t *testing.T) {
	t.Parallel()
	table := startTable(t, newFloor(), nil)
	require.ErrorContains(t, table.Start(t.Context()), "twice")
	cfg := discovery.DefaultTableConfig()
	broken := errors.New("disk")
	cfg.Client, cfg.Store = newFloor(), &shelf{err: broken}
	other, err := discovery.NewTable(cfg)
	require.NoError(t, err)
	require.ErrorIs(t, other.Start(t.Context()), broken)
	require.NoError(t, other.Close())
}
