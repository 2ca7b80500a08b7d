package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/livepeer/streamflow/test/cluster"
)

// cost is what one side of a comparison took for one round.
type cost struct {
	Wall    float64 `json:"wall_s"`
	CPU     float64 `json:"cpu_s"` // user and system, of all processes
	PeakRSS int64   `json:"peak_rss_bytes"`
}

// sampleEvery is how often memory is looked at.
const sampleEvery = 50 * time.Millisecond

// measure runs commands at the same time until all have ended, and adds up
// what they took. Each name is that of the command's log in the cluster.
func measure(ctx context.Context, c *cluster.Cluster, commands ...[]string) (cost, error) {
	begin := time.Now()
	var procs []*cluster.Process
	var pids []int
	for _, command := range commands {
		p, err := c.Run("measured", command[0], command[1:]...)
		if err != nil {
			return cost{}, err
		}
		procs, pids = append(procs, p), append(pids, p.PID())
	}
	stop := cluster.PeakRSS(sampleEvery, pids...)
	var total cost
	var failed error
	for i, p := range procs {
		code, err := p.Wait(ctx)
		if err != nil {
			p.Kill()
			failed = err
			continue
		}
		if code != 0 {
			failed = fmt.Errorf("%s ended with code %d: %s", strings.Join(commands[i], " "), code, p.LogTail(10))
		}
		user, system := p.Usage()
		total.CPU += (user + system).Seconds()
	}
	total.Wall = time.Since(begin).Seconds()
	total.PeakRSS = stop()
	return total, failed
}

// runFFmpeg runs the ffmpeg command line to its end and returns what it wrote on
// standard error.
func runFFmpeg(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "ffmpeg", append([]string{"-hide_banner", "-nostdin", "-y"}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ffmpeg %s: %w: %s", strings.Join(args, " "), err, tail(string(out)))
	}
	return string(out), nil
}

func tail(s string) string {
	const most = 2000
	return s[max(0, len(s)-most):]
}

// livepeerBinary is the node beside this program.
func livepeerBinary() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(self), "livepeer"), nil
}

// withCluster runs f with a cluster of its own. Its logs go to a new directory
// below logs, and away with the cluster when logs is empty; then an error shows
// their ends.
func withCluster(bin, logs string, f func(c *cluster.Cluster) error) error {
	dir, err := os.MkdirTemp(logs, "livepeer-bench-")
	if err != nil {
		return err
	}
	if logs == "" {
		defer os.RemoveAll(dir)
	}
	c, err := cluster.New(cluster.Config{Bin: bin, Dir: dir})
	if err != nil {
		return err
	}
	defer c.Close()
	err = f(c)
	if err == nil {
		return nil
	}
	if logs != "" {
		return fmt.Errorf("%w (logs are in %s)", err, dir)
	}
	for _, p := range c.Processes() {
		err = fmt.Errorf("%w\n%s ends with:\n%s", err, filepath.Base(p.LogFile), p.LogTail(8))
	}
	return err
}
