# Finding generations: numbered files beside a place.

# Where the generations of a file are, without their number.
place_of() {
  local file=$1 folder=$2
  if [ -n "$folder" ]; then
    echo "$folder/$(basename -- "$file")"
  else
    echo "$file"
  fi
}

# Prints the numbers of all generations at a place, the smallest first.
numbers_at() {
  local file number
  for file in $(ls -d -- "$1".* 2>/dev/null); do
    number=${file#"$1".}
    if [[ $number =~ ^[0-9]+$ ]]; then
      echo "$number"
    fi
  done | sort
}

list_generations() {
  local number
  for number in $(numbers_at "$1"); do
    echo "$1.$number"
  done
}
