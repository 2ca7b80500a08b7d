package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// marketChild is the process that has the orchestrators.
type marketChild struct {
	list []sideOrchestrator
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

// startMarketChild starts n orchestrators; the process ends with ctx at the latest.
func startMarketChild(ctx context.Context, n int) (*marketChild, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &marketChild{cmd: exec.CommandContext(ctx, self, marketSide, "-n", fmt.Sprint(n))}
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	if err := c.read(&c.list); err != nil {
		return nil, errors.Join(fmt.Errorf("start the orchestrators: %w", err), c.close())
	}
	return c, nil
}

func (c *marketChild) read(v any) error {
	line, err := c.out.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}

// usage asks what the orchestrators have done so far.
func (c *marketChild) usage() (u sideUsage, err error) {
	if _, err = io.WriteString(c.in, "\n"); err != nil {
		return u, err
	}
	return u, c.read(&u)
}

func (c *marketChild) close() error { return errors.Join(c.in.Close(), c.cmd.Wait()) }
