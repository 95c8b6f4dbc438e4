#!/bin/sh
# Prints the time and a counter every INTERVAL seconds. On TERM it saves the count to save.dat and exits at once; the
# next start goes on from there.
count=0
if [ -f save.dat ]; then
  count=$(cat save.dat)
  echo "$(date '+%H:%M:%S') going on from $count"
fi

leave() {
  echo "$count" >save.dat
  echo "$(date '+%H:%M:%S') TERM: saved $count to save.dat"
  exit 0
}
trap leave TERM INT

while true; do
  count=$((count + 1))
  echo "$(date '+%H:%M:%S') count $count"
  # A shell acts on a signal only between commands, but `wait` is interrupted at once.
  sleep "$INTERVAL" &
  wait $!
done
