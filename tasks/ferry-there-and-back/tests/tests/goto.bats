load helper

@test "goto takes back what is above" {
  script 1-a 2-b 10-c 11-d
  "$ferry" up
  run "$ferry" goto 2
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'down 11-d\ndown 10-c')" ]
  [ "$(ledger)" = "1-a 2-b " ]
}

@test "goto runs what is pending" {
  script 007-a 8-b 09-c 10-d
  run "$ferry" goto 09
  [ "$output" = "$(printf 'up 007-a\nup 8-b\nup 09-c')" ]
  [ "$(ledger)" = "7-a 8-b 9-c " ]
}

@test "goto does both, back first" {
  script 1-a 3-c 4-d
  "$ferry" up
  script 2-b
  run "$ferry" goto 3
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'down 4-d\nup 2-b')" ]
  [ "$(log)" = "+1-a +3-c +4-d -4-d +2-b " ]
  [ "$(ledger)" = "1-a 3-c 2-b " ]
}

@test "goto leaves lower ones that were run later" {
  script 1-a 3-c 5-e
  "$ferry" up
  script 2-b 4-d
  "$ferry" up
  run "$ferry" goto 2
  [ "$output" = "$(printf 'down 4-d\ndown 5-e\ndown 3-c')" ]
  [ "$(ledger)" = "1-a 2-b " ]
}

@test "goto nothing" {
  script 1-a 02-b
  "$ferry" up
  run "$ferry" goto 0
  [ "$output" = "$(printf 'down 02-b\ndown 1-a')" ]
  [ "$(ledger)" = "" ]
  run "$ferry" goto 00
  [ "$status" -eq 0 ]
  [ "$output" = "nothing to do" ]
}

@test "goto where we are" {
  script 1-a 2-b
  "$ferry" up 1
  run "$ferry" goto 1
  [ "$output" = "nothing to do" ]
  [ "$(ledger)" = "1-a " ]
}

@test "goto runs nothing if something is in the way" {
  script 1-a 3-c 4-d
  "$ferry" up
  script 2-b
  rm scripts/3-c.down.sh
  run "$ferry" goto 2
  [ "$status" -eq 3 ]
  [ "$output" = "ferry: 3-c has no way back" ]
  [ "$(log)" = "+1-a +3-c +4-d " ]
  run "$ferry" goto 3
  [ "$status" -eq 0 ]
  [ "$(ledger)" = "1-a 3-c 2-b " ]
}

@test "goto goes no further than what fails" {
  script 1-a 3-c 4-d
  "$ferry" up
  script 2-b
  echo 'exit 7' >scripts/3-c.down.sh
  run "$ferry" goto 2
  [ "$status" -eq 1 ]
  [ "${lines[2]}" = "ferry: 3-c failed" ]
  [ "$(ledger)" = "1-a 3-c " ]
}

@test "wrong arguments of goto" {
  run "$ferry" goto
  [ "$status" -eq 2 ]
  run "$ferry" goto here
  [ "$status" -eq 2 ]
  run "$ferry" goto 1 2
  [ "$status" -eq 2 ]
}

@test "only looking" {
  script 1-a 3-c
  run "$ferry" -n up
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'up 1-a\nup 3-c')" ]
  [ ! -e ferry.ledger ]
  "$ferry" up
  script 2-b
  run "$ferry" -n down 5
  [ "$output" = "$(printf 'down 3-c\ndown 1-a')" ]
  run "$ferry" -n goto 2
  [ "$output" = "$(printf 'down 3-c\nup 2-b')" ]
  run "$ferry" -n up 1
  [ "$output" = "nothing to do" ]
  [ "$(log)" = "+1-a +3-c " ]
  [ "$(ledger)" = "1-a 3-c " ]
}

@test "looking needs no lock and makes none" {
  script 1-a
  mkdir ferry.ledger.lock
  run "$ferry" -n up
  [ "$status" -eq 0 ]
  [ "$output" = "up 1-a" ]
  [ -d ferry.ledger.lock ]
  rmdir ferry.ledger.lock
  run "$ferry" -n goto 1
  [ "$output" = "up 1-a" ]
  [ ! -e ferry.ledger.lock ]
}

@test "looking sees what is in the way" {
  script 1-a 2-b
  "$ferry" up
  echo '# more' >>scripts/1-a.up.sh
  run "$ferry" -n goto 0
  [ "$status" -eq 3 ]
  [ "$output" = "ferry: 1-a has changed" ]
  run "$ferry" -n down
  [ "$status" -eq 0 ]
  [ "$output" = "down 2-b" ]
}
