#!/usr/bin/env bash
# Runs an all-in-one node (broadcaster, orchestrator, transcoder) on a devnet of
# its own, with a generated live stream that is paid for, and prints where to
# watch it. The node has stake, is registered and active, and has put down a
# deposit and a reserve. Ctrl-C ends all.
#
# Prices are high and gas is cheap, so that every other ticket wins: fees can be
# seen to come in within a minute.
#
# The node takes its settings from LP_<FLAG> in the environment as always;
# LP_HTTPADDR, LP_RTMPADDR, LP_CLIADDR, LP_SERVICEADDR and LP_DEVNETADDR move its
# ports.
# DEMO_SIZE and DEMO_FPS change the generated picture, DEMO_SECONDS ends the
# stream after that time.
set -euo pipefail
cd "$(dirname "$0")/.."

export LP_HTTPADDR=${LP_HTTPADDR:-127.0.0.1:9935}
export LP_RTMPADDR=${LP_RTMPADDR:-127.0.0.1:1935}
export LP_CLIADDR=${LP_CLIADDR:-127.0.0.1:5935}
export LP_SERVICEADDR=${LP_SERVICEADDR:-127.0.0.1:8935}
export LP_DEVNETADDR=${LP_DEVNETADDR:-127.0.0.1:8545}
export LP_DEVNETBLOCKTIME=${LP_DEVNETBLOCKTIME:-500ms}
export LP_DEVNETROUNDLENGTH=${LP_DEVNETROUNDLENGTH:-40}
export LP_PRICEPERUNIT=${LP_PRICEPERUNIT:-1000000}
export LP_TICKETEV=${LP_TICKETEV:-10000gwei}
export LP_MAXTICKETEV=${LP_MAXTICKETEV:-20000gwei}
export LP_MAXTOTALEV=${LP_MAXTOTALEV:-1000000gwei}
export LP_REDEEMPOLICY=${LP_REDEEMPOLICY:-now}
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
  for _ in $(seq 300); do
    if answer=$(curl -fsS --max-time 2 "$2" 2>/dev/null) && [[ $answer == *"$3"* ]]; then return; fi
    if ! kill -0 "${pids[0]}" 2>/dev/null; then
      echo "demo: the node ended before $1; its last log lines are above" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "demo: $1 did not happen within 60 s" >&2
  exit 1
}

# cli does one thing for the node's account.
cli() { bin/livepeer_cli --node "http://$LP_CLIADDR" --yes "$@"; }

mkdir -p "$LP_DATADIR"
bin/livepeer -network devnet -broadcaster -orchestrator -transcoder -currentManifest &
pids+=($!)
wait_for "it was up" "http://$LP_CLIADDR/status" ''

# What an operator does once: stake, terms, an entry in the registry, a deposit.
cli activate --stake 1000LPT --reward-cut 10% --fee-share 50% \
  --service-uri "https://$LP_SERVICEADDR" --service CPUTranscoding --region local
cli fund --deposit 1ETH --reserve 1ETH
# Active from the next round on; only then it can be paid.
wait_for "it was active" "http://$LP_CLIADDR/api/v1/orchestrators/self" '"active":true'
wait_for "it was healthy" "http://$LP_HTTPADDR/healthz" ''

# A picture with motion and a clock, and a tone, in real time.
ffmpeg -hide_banner -loglevel error -nostdin -re \
  -f lavfi -i "testsrc2=size=$size:rate=$fps" -f lavfi -i "sine=frequency=440:beep_factor=4:sample_rate=48000" \
  ${DEMO_SECONDS:+-t "$DEMO_SECONDS"} \
  -c:v libx264 -preset ultrafast -tune zerolatency -b:v 3M -maxrate 3M -bufsize 6M -pix_fmt yuv420p -g $((fps * 2)) \
  -c:a aac -b:a 96k -f flv "rtmp://$LP_RTMPADDR/$stream" &
pids+=($!)
wait_for "the stream began" "$playlist" '#EXT-X-STREAM-INF'
cli orchestrator self
cli sender

cat <<TEXT

  A generated live stream is being transcoded.

    watch it in a browser   http://$LP_HTTPADDR/play/$stream
    HLS playlist            $playlist
    with ffplay             ffplay $playlist

    your own stream         ffmpeg -re -i FILE -c copy -f flv rtmp://$LP_RTMPADDR/NAME
                            (OBS: server rtmp://$LP_RTMPADDR, stream key NAME)
    the node's account      bin/livepeer_cli --node http://$LP_CLIADDR
    what the stream pays    bin/livepeer_cli --node http://$LP_CLIADDR payments days
    the winning tickets     bin/livepeer_cli --node http://$LP_CLIADDR payments tickets
    the chain's JSON-RPC    http://$LP_DEVNETADDR (contracts and keys: $LP_DATADIR/devnet.json)

  Ctrl-C ends it.

TEXT
wait -n "${pids[@]}" || true
# The stream's end (DEMO_SECONDS) leaves the node running for its viewers.
wait "${pids[0]}"
