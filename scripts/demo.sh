#!/usr/bin/env bash
# Runs an all-in-one node (broadcaster, orchestrator, transcoder) with a
# generated live stream, and prints where to watch it. Ctrl-C ends both.
#
# The node takes its settings from LP_<FLAG> in the environment as always;
# LP_HTTPADDR, LP_RTMPADDR, LP_CLIADDR and LP_SERVICEADDR move its ports.
# DEMO_SIZE and DEMO_FPS change the generated picture, DEMO_SECONDS ends the
# stream after that time.
set -euo pipefail
cd "$(dirname "$0")/.."

export LP_HTTPADDR=${LP_HTTPADDR:-127.0.0.1:9935}
export LP_RTMPADDR=${LP_RTMPADDR:-127.0.0.1:1935}
export LP_CLIADDR=${LP_CLIADDR:-127.0.0.1:5935}
export LP_DATADIR=${LP_DATADIR:-build/demo}
size=${DEMO_SIZE:-1280x720}
fps=${DEMO_FPS:-30}
stream=demo
playlist=http://$LP_HTTPADDR/stream/$stream.m3u8

pids=()
stop() {
  trap - EXIT INT TERM
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  # A second signal: the node does not wait for viewers.
  kill -INT "${pids[0]}" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM

# wait_for WHAT URL PATTERN waits until the URL answers 200 with the pattern in
# the answer, which may be empty.
wait_for() {
  local answer
  for _ in $(seq 150); do
    if answer=$(curl -fsS --max-time 2 "$2" 2>/dev/null) && [[ $answer == *"$3"* ]]; then return; fi
    if ! kill -0 "${pids[0]}" 2>/dev/null; then
      echo "demo: the node ended before $1; its last log lines are above" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "demo: $1 did not happen within 30 s" >&2
  exit 1
}

mkdir -p "$LP_DATADIR"
bin/livepeer -broadcaster -orchestrator -transcoder -currentManifest &
pids+=($!)
wait_for "it was healthy" "http://$LP_HTTPADDR/healthz" ''

# A picture with motion and a clock, and a tone, in real time.
ffmpeg -hide_banner -loglevel error -nostdin -re \
  -f lavfi -i "testsrc2=size=$size:rate=$fps" -f lavfi -i "sine=frequency=440:beep_factor=4:sample_rate=48000" \
  ${DEMO_SECONDS:+-t "$DEMO_SECONDS"} \
  -c:v libx264 -preset ultrafast -tune zerolatency -b:v 3M -maxrate 3M -bufsize 6M -pix_fmt yuv420p -g $((fps * 2)) \
  -c:a aac -b:a 96k -f flv "rtmp://$LP_RTMPADDR/$stream" &
pids+=($!)
wait_for "the stream began" "$playlist" '#EXT-X-STREAM-INF'

cat <<TEXT

  A generated live stream is being transcoded.

    watch it in a browser   http://$LP_HTTPADDR/play/$stream
    HLS playlist            $playlist
    with ffplay             ffplay $playlist

    your own stream         ffmpeg -re -i FILE -c copy -f flv rtmp://$LP_RTMPADDR/NAME
                            (OBS: server rtmp://$LP_RTMPADDR, stream key NAME)

  Ctrl-C ends it.

TEXT
wait -n "${pids[@]}" || true
# The stream's end (DEMO_SECONDS) leaves the node running for its viewers.
wait "${pids[0]}"
