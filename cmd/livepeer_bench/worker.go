package main

import "github.com/livepeer/streamflow/ffmpeg/worker"

// runWorker serves as a media worker when this process was started as one.
func runWorker() (code int, ok bool) {
	if !worker.IsChild() {
		return 0, false
	}
	return worker.Main(), true
}
