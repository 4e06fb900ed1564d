# The scripts in the folder.

# Fills `numbers` (in order, without leading zeros) and, by number, `titles` such as 012-add-users.
read_scripts() {
  local file title number
  numbers=()
  declare -gA titles=()
  for file in "$scripts"/*.up.sh; do
    title=${file##*/}
    title=${title%.up.sh}
    [[ $title =~ ^([0-9]{1,9})-[A-Za-z0-9._-]+$ ]] && [ -f "$file" ] || continue
    number=$((10#${BASH_REMATCH[1]}))
    [ -z "${titles[$number]:-}" ] || die 3 "two scripts have the number $number: ${titles[$number]} and $title"
    titles[$number]=$title
    numbers+=("$number")
  done
  [ ${#numbers[@]} -eq 0 ] || mapfile -t numbers < <(printf '%s\n' "${numbers[@]}" | sort -n)
}

checksum_of() {
  cksum <"$scripts/$1.up.sh" | tr ' ' -
}

# Runs one script of the folder: `run_script up 012-add-users`.
run_script() {
  local direction=$1 title=$2 script
  script=$(realpath -- "$scripts/$title.$direction.sh")
  echo "$direction $title"
  (cd -- "$folder" && FERRY_NUMBER=$((10#${title%%-*})) exec bash -e "$script" </dev/null)
}
