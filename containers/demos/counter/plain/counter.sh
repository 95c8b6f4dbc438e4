#!/bin/sh
# Prints the time and a counter every INTERVAL seconds. It knows nothing of signals: as the container's first process it
# does not even hear TERM, so a stop waits its whole grace period and then kills it, and the count is lost.
count=0
while true; do
  count=$((count + 1))
  echo "$(date '+%H:%M:%S') count $count"
  sleep "$INTERVAL"
done
