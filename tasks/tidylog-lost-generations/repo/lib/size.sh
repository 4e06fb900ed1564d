# Sizes of files.

# Prints the bytes that a size such as 10k stands for.
bytes_of() {
  [[ $1 =~ ^([0-9]{1,12})([kM]?)$ ]] || return 1
  local number=$((10#${BASH_REMATCH[1]}))
  case ${BASH_REMATCH[2]} in
    k) echo $((number * 1024)) ;;
    M) echo $((number * 1024 * 1024)) ;;
    *) echo "$number" ;;
  esac
}

# Whether a file is large enough to be rotated.
is_due() {
  local bytes
  bytes=$(stat -c %s "$1") || return 1
  [ "$bytes" -ge "$2" ]
}
