# Ends the processes of execs: those that carry one of the marks ("$@": NAME=value) in their environment, what descends
# from them, and all in the sessions of these, which are sessions of an exec since each exec begins one.
# Exit code 0: there were none. 1: they are ended. 2: some could not be ended.
# Runs by busybox in the PID namespace of the container, where nothing else of the container is seen but its /proc.
bb=/bin/busybox
wanted=
for mark in "$@"; do wanted="$wanted -e $mark"; done

# The processes to end, one a line, without those that are dead already and wait for their parent.
scan() {
  marked=$($bb grep -lszxF $wanted /proc/[0-9]*/environ | $bb cut -d/ -f3 | $bb tr '\n' ' ')
  [ -n "$marked" ] || return 0
  $bb cat /proc/[0-9]*/status 2>/dev/null | $bb awk -v marked="$marked" '
    /^State:/ { state = $2 }
    /^Pid:/ { pid = $2; alive[pid] = state != "Z" && state != "X" }
    /^PPid:/ { parent[pid] = $2 }
    /^NSsid:/ { session[pid] = $2 }
    END {
      count = split(marked, list, " ")
      for (i = 1; i <= count; i++) if (list[i] > 1) { in_it[list[i]] = 1; ours[session[list[i]]] = 1 }
      delete ours[0]; delete ours[1]; delete ours[""]; if (1 in session) delete ours[session[1]]
      do {
        grown = 0
        for (pid in parent) if (!(pid in in_it) && pid > 1 && ((parent[pid] in in_it) || (session[pid] in ours))) {
          in_it[pid] = 1; grown = 1
          if (session[pid] == pid) ours[pid] = 1
        }
      } while (grown)
      for (pid in in_it) if (alive[pid]) print pid
    }'
}

# Stopped, they start no others while the rest is looked for.
seen=" "
found=0
rounds=0
while [ $rounds -lt 100 ]; do
  rounds=$((rounds + 1))
  new=0
  for pid in $(scan); do
    case "$seen" in *" $pid "*) ;; *) seen="$seen$pid "; new=1; found=1; kill -STOP "$pid" 2>/dev/null ;; esac
  done
  [ $new = 1 ] || break
done
[ $found = 1 ] || exit 0

# By the pids once, while they cannot be anybody else's yet; then whoever is found anew.
ending=$seen
rounds=0
while [ $rounds -lt 100 ]; do
  rounds=$((rounds + 1))
  for pid in $ending; do kill -KILL "$pid" 2>/dev/null; done
  ending=$(scan)
  [ -n "$ending" ] || exit 1
  $bb sleep 0.05
done
exit 2
