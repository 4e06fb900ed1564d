# Moving files on.

# Makes a file generation 1 at a place, keeps `count` generations and leaves an empty file.
rotate() {
  local file=$1 place=$2 count=$3 number
  mkdir -p "$(dirname "$place")" || return 1
  for number in $(numbers_at "$place" | tac); do
    if [ "$number" -ge "$count" ]; then
      rm -f "$place.$number"
    else
      mv "$place.$number" "$place.$((number + 1))" || return 1
    fi
  done
  mv "$file" "$place.1" || return 1
  : >"$file" && chmod --reference="$place.1" "$file"
}
