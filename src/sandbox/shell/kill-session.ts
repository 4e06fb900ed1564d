/**
 * Run inside a sandbox, from outside its shell: kills a process group at once, so that none of it reports on another,
 * then what else is in its session, until a look finds nobody (a process may fork meanwhile). $1 leads it, or without
 * one it is the running command's. Builtins only: a fork bomb leaves no room for more.
 */
export const KILL_SESSION = `
leader=$1
[ "$leader" ] || read -r leader </run/gymkhana/leader || exit 0
kill -9 "-$leader"
for round in 1 2 3 4 5 6 7 8; do
  found=
  for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    pid=\${line%% *}
    set -- \${line##*) }
    [ "$4" = "$leader" ] && [ "$1" != Z ] && kill -9 "$pid" && found=1
  done 2>/dev/null
  [ "$found" ] || exit 0
done`;
