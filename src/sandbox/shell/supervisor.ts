import { RUN_COMMAND } from './command.ts';
import { quote } from './quote.ts';

/**
 * PID 1 of a sandbox with a persistent shell: a POSIX script that runs one command after another, each in a session of
 * its own from saved state, and says when it is over. It needs sh, setsid, head and cat; bash is used where there is one.
 *
 * Control, on stdin:  TOKEN NONCE STATEFUL STDIN_BYTES COMMAND \n stdin
 * Answer, on stdout and on stderr:  \0 NONCE STATUS \0
 *
 * State is a script (see RUN_COMMAND). Two files take turns, and a command's state only
 * counts once it has written its nonce to `saved`: a command killed half-way leaves the state before it.
 * What a command leaves of its stdin is read away at once; lines that don't start with the token are left-overs of a
 * stdin whose reader was killed, and are passed over, byte by byte.
 *
 * COMMAND is one word or more as `printf %b` reads them (see encodeCommand), so that builtins alone bring it to its
 * shell: every program on the way would cost as much as /bin/true.
 */
export const SUPERVISOR = `
{ [ -d "$3" ] || mkdir -p "$3"; } && cd "$2" || exit 70
export -p >"$3/initial"; printf "command cd '%s'\\n" "$2" >>"$3/initial"
# The environment may have our own names: they are ours from here on.
set -- "$1" "$2" "$3" "$PATH"
while IFS=' =' read -r word key value; do
  case $word=$key in *=[0-9]* | *= | *[!A-Za-z0-9_=]*) ;; export=*) unset "$key" ;; esac
done <"$3/initial"
token=$1 workspace=$2 state=$3 PATH=$4
# A file instead of $() and a pipe: each of those would start a process.
{ command -v bash >"$state/shell" && read -r shell <"$state/shell" && shell="$shell --norc --noprofile"; } || shell=/bin/sh
current=initial next=a
command=${quote(RUN_COMMAND)}
# What this shell itself has to say (that a command was killed) is not a command's output; nor is it while the command
# has its own stderr, hence the brackets around it.
exec 5>&2 2>/dev/null
printf '\\0ready 0\\0'; printf '\\0ready 0\\0' >&5
# An agent may interrupt its own first process; caught like this, only the read that it broke is done again.
trap interrupted=1 INT HUP TERM QUIT USR1 USR2
while interrupted=; IFS=' ' read -r given nonce stateful input text || [ "$interrupted" ]; do
  [ "$given" = "$token" ] || continue
  from=initial to=
  [ "$stateful" = 1 ] && from=$current to=$next
  if [ "$input" -gt 0 ]; then
    head -c "$input" | {
      (setsid $shell -c "$command" bash "$state" "$from" "$to" "$nonce" "$workspace" 3<<END 2>&5 5>&-)
$text
END
      status=$?; cat >/dev/null; exit $status
    }
  else
    (setsid $shell -c "$command" bash "$state" "$from" "$to" "$nonce" "$workspace" 3<<END </dev/null 2>&5 5>&-)
$text
END
  fi
  status=$?
  saved=; { read -r saved <"$state/saved"; } 2>/dev/null
  if [ "$to" ] && [ "$saved" = "$nonce" ]; then current=$to; [ "$next" = a ] && next=b || next=a; fi
  printf '\\0%s %d\\0' "$nonce" "$status"; printf '\\0%s %d\\0' "$nonce" "$status" >&5
done
`;

/**
 * A command for the control line: printable ASCII, other bytes in octal. The x at its end keeps line feeds and spaces
 * before it, which `read` and `$()` would drop.
 */
export function encodeCommand(command: string): string {
  const octal = (byte: string) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `${Buffer.from(command)
    .toString('latin1')
    .replaceAll(/[^ -[\]-~]|^ /g, octal)}x`;
}
