load helper

@test "the last one is taken back" {
  script 001-a 2-b
  "$ferry" up
  run "$ferry" down
  [ "$status" -eq 0 ]
  [ "$output" = "down 2-b" ]
  [ "$(log)" = "+001-a +2-b -2-b " ]
  [ "$(ledger)" = "1-a " ]
  run "$ferry" status
  [ "${lines[0]}" = "done    001-a" ]
  [ "${lines[1]}" = "pending 2-b" ]
}

@test "some are taken back, the last one first" {
  script 008-a 9-b 10-c
  "$ferry" up
  run "$ferry" down 02
  [ "$output" = "$(printf 'down 10-c\ndown 9-b')" ]
  [ "$(log)" = "+008-a +9-b +10-c -10-c -9-b " ]
  [ "$(ledger)" = "8-a " ]
}

@test "the last one is the one that was run last" {
  script 1-a 3-c
  "$ferry" up
  script 2-b
  "$ferry" up
  run "$ferry" down
  [ "$output" = "down 2-b" ]
  run "$ferry" down 2
  [ "$output" = "$(printf 'down 3-c\ndown 1-a')" ]
  [ "$(ledger)" = "" ]
}

@test "no more than there are" {
  script 1-a 2-b
  "$ferry" up
  run "$ferry" down 08
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'down 2-b\ndown 1-a')" ]
  run "$ferry" down
  [ "$status" -eq 0 ]
  [ "$output" = "nothing to do" ]
}

@test "a count of nothing" {
  script 1-a
  "$ferry" up
  run "$ferry" down 0
  [ "$status" -eq 0 ]
  [ "$output" = "nothing to do" ]
  [ "$(ledger)" = "1-a " ]
}

@test "there and back and there again" {
  script 1-a 2-b
  "$ferry" up
  "$ferry" down 2
  run "$ferry" up
  [ "$output" = "$(printf 'up 1-a\nup 2-b')" ]
  [ "$(log)" = "+1-a +2-b -2-b -1-a +1-a +2-b " ]
  [ "$(ledger)" = "1-a 2-b " ]
}

@test "a way back that fails" {
  script 1-a 2-b 3-c
  "$ferry" up
  echo 'false; echo no' >scripts/2-b.down.sh
  run "$ferry" down 3
  [ "$status" -eq 1 ]
  [ "${lines[0]}" = "down 3-c" ]
  [ "${lines[1]}" = "down 2-b" ]
  [ "${lines[2]}" = "ferry: 2-b failed" ]
  [ "$(ledger)" = "1-a 2-b " ]
  [ "$(log)" = "+1-a +2-b +3-c -3-c " ]
  [ ! -e ferry.ledger.lock ]
}

@test "nothing is run if something is in the way" {
  script 1-a 2-b 3-c 4-d 5-e
  "$ferry" up
  echo '# more' >>scripts/4-d.up.sh
  rm scripts/3-c.down.sh scripts/2-b.up.sh
  run "$ferry" down 4
  [ "$status" -eq 3 ]
  [ "${lines[0]}" = "ferry: 4-d has changed" ]
  [ "${lines[1]}" = "ferry: 3-c has no way back" ]
  [ "${lines[2]}" = "ferry: 2-b is missing" ]
  [ "${#lines[@]}" -eq 3 ]
  [ "$(log)" = "+1-a +2-b +3-c +4-d +5-e " ]
  [ "$(ledger)" = "1-a 2-b 3-c 4-d 5-e " ]
  [ ! -e ferry.ledger.lock ]
}

@test "problems go to stderr" {
  script 1-a
  "$ferry" up
  rm scripts/1-a.down.sh
  run bash -c '"$0" down 2>/dev/null' "$ferry"
  [ "$status" -eq 3 ]
  [ "$output" = "" ]
}

@test "what has nothing to do with it is not in the way" {
  script 01-a 2-b 3-c
  "$ferry" up
  echo '# more' >>scripts/2-b.up.sh
  rm scripts/01-a.up.sh
  run "$ferry" down 1
  [ "$status" -eq 0 ]
  [ "$output" = "down 3-c" ]
  [ "$(ledger)" = "1-a 2-b " ]
}

@test "another name is another script" {
  script 01-a 2-b
  "$ferry" up
  mv scripts/2-b.up.sh scripts/02-x.up.sh
  mv scripts/2-b.down.sh scripts/02-x.down.sh
  run "$ferry" down
  [ "$status" -eq 3 ]
  [ "$output" = "ferry: 2-b is missing" ]
  "$ferry" up
  run "$ferry" down
  [ "$output" = "down 02-x" ]
  [ "$(ledger)" = "1-a 2-b " ]
}

@test "a script whose title has got zeros is the same script" {
  script 1-a
  "$ferry" up
  mv scripts/1-a.up.sh scripts/001-a.up.sh
  mv scripts/1-a.down.sh scripts/001-a.down.sh
  run "$ferry" down
  [ "$status" -eq 0 ]
  [ "$output" = "down 001-a" ]
  [ "$(ledger)" = "" ]
}

@test "the way back works in the folder, without stdin" {
  mkdir place
  script 012-a
  echo 'echo "$FERRY_NUMBER $(cat) $(basename "$PWD")" >file' >scripts/012-a.down.sh
  "$ferry" -C place up
  echo input | "$ferry" -C place down
  [ "$(cat place/file)" = "12  place" ]
}

@test "a changed way back is the way back" {
  script 1-a
  "$ferry" up
  echo 'echo other >>log' >scripts/1-a.down.sh
  run "$ferry" down
  [ "$(log)" = "+1-a other " ]
}

@test "the ledger is written after each script" {
  script 1-a 2-b 3-c
  "$ferry" up
  echo 'cut -f 1 ferry.ledger | tr "\n" " " >>log' >scripts/2-b.down.sh
  run "$ferry" down 2
  [ "$(log)" = "+1-a +2-b +3-c -3-c 1 2 " ]
}

@test "checksums of the others stay" {
  script 1-a 2-b 3-c
  "$ferry" up
  before=$(head -n 2 ferry.ledger)
  "$ferry" down
  [ "$(cat ferry.ledger)" = "$before" ]
  [ "$(ls ferry.ledger*)" = "ferry.ledger" ]
}

@test "one ferry at a time, also back" {
  script 1-a
  "$ferry" up
  mkdir ferry.ledger.lock
  run "$ferry" down
  [ "$status" -eq 4 ]
  run "$ferry" goto 0
  [ "$status" -eq 4 ]
  [ -d ferry.ledger.lock ]
  [ "$(ledger)" = "1-a " ]
}

@test "the lock is held on the way back" {
  script 1-a
  "$ferry" up
  echo '[ -d ferry.ledger.lock ] && echo locked >>log' >scripts/1-a.down.sh
  "$ferry" down
  [ "$(log)" = "+1-a locked " ]
  [ ! -e ferry.ledger.lock ]
}

@test "wrong arguments of down" {
  script 1-a
  "$ferry" up
  run "$ferry" down x
  [ "$status" -eq 2 ]
  run "$ferry" down 1 2
  [ "$status" -eq 2 ]
  run "$ferry" down -1
  [ "$status" -eq 2 ]
  [ "$(ledger)" = "1-a " ]
}
