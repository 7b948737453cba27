#!/bin/sh
# Ends what a supervisor leaves behind when it is killed. It reads "add PID" and "drop PID" from its standard input, a
# pipe that only the supervisor holds: the pipe's end is the supervisor's end, even by kill -9. Each PID leads a
# process group.
trap '' INT TERM HUP
groups=''

while read -r verb group; do
  case $verb in
    add) groups="$group $groups" ;;
    drop)
      rest=''
      for each in $groups; do [ "$each" = "$group" ] || rest="$rest $each"; done
      groups=$rest
      ;;
  esac
done

for each in $groups; do kill -TERM "-$each" 2>/dev/null; done
waited=0
while [ "$waited" -lt 50 ]; do
  alive=''
  for each in $groups; do kill -0 "-$each" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || exit 0
  sleep 0.2
  waited=$((waited + 1))
done
for each in $groups; do kill -KILL "-$each" 2>/dev/null; done
