/**
 * What a supervisor's shell runs for one command: it takes up the saved state, runs the command's text (a line on
 * descriptor 3), and saves the state that this leaves. Arguments: the folder of states, the name of the state to start
 * from and of the one to save (empty: none), the command's nonce, the workspace.
 *
 * A state is a script: exported variables and functions, then the working directory. Variables come back without the
 * attribute `readonly`, which is no part of an environment and would break what sets them next. What runs after the
 * command's text has no variables to rely on: the text may have made any of them read-only, or set any option.
 */
export const RUN_COMMAND = `
[ "$BASH_VERSION" ] && set -- "$@" bash || set -- "$@" ''
{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
{ echo $$ >"$1/leader"; . "$1/$2" || command cd "$5"; } 2>/dev/null
unset __gymkhana_text; IFS= command read -r __gymkhana_text <&3; exec 3<&-
if [ "$6" ]; then command printf -v __gymkhana_text %b "$__gymkhana_text"
else __gymkhana_text=$(command printf %b "$__gymkhana_text"); fi
__gymkhana_text=\${__gymkhana_text%x}
__gymkhana_save() {
  __gymkhana_save() { command exit "$1"; }
  if [ "$3" ]; then {
    if [ "$5" ]; then __gymkhana_exports "$2" && command export -fp
    else command export -p; fi >|"$2/$3" &&
    __gymkhana_folder "$PWD" '' >>"$2/$3" && command echo "$4" >|"$2/saved"
  } 2>/dev/null; fi
  command exit "$1"
}
__gymkhana_exports() {
  command readonly -p >|"$1/readonly"
  set -- "$1" ''
  while IFS=' =' command read -r __gymkhana_line __gymkhana_flags __gymkhana_name __gymkhana_line; do
    case $__gymkhana_flags in -*x*) set -- "$1" "$2 $__gymkhana_name " ;; esac
  done <"$1/readonly"
  unset __gymkhana_line __gymkhana_flags __gymkhana_name
  if [ ! "$2" ] || ! compgen -e >|"$1/names"; then command export -p; return 0; fi
  while IFS= command read -r __gymkhana_name; do
    case $2 in
      *" $__gymkhana_name "*) case $__gymkhana_name in
        UID | EUID | PPID | SHELLOPTS | BASHOPTS | BASH_VERSINFO) ;;
        *) command printf 'export %s=%q\\n' "$__gymkhana_name" "\${!__gymkhana_name-}" ;;
      esac ;;
      *) command declare -p "$__gymkhana_name" ;;
    esac
  done <"$1/names"
  unset __gymkhana_name
}
__gymkhana_folder() {
  while :; do case $1 in
    *\\'*) set -- "\${1#*\\'}" "$2\${1%%\\'*}'\\\\''" ;;
    *) break ;;
  esac; done
  command printf "command cd '%s'\\\\n" "$2$1"
}
trap "__gymkhana_save \\$? '$1' '$3' '$4' '$6'" EXIT
eval "shift \\$#; eval \\"\\$__gymkhana_text\\"; __gymkhana_save \\$? '$1' '$3' '$4' '$6'"
`;
