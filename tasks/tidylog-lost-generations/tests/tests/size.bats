load helper

@test "small files stay" {
  printf 12345 >app.log
  run "$tidylog" -s 6 app.log
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$(files)" = "app.log=12345 " ]
}

@test "large files are rotated" {
  head -c 2048 /dev/zero >app.log
  run "$tidylog" -s 1k app.log
  [ "$output" = "rotated app.log" ]
}

@test "the list" {
  generations app.log 1 2
  run "$tidylog" -l app.log
  [ "$output" = "$(printf 'app.log.1\napp.log.2')" ]
}

@test "exactly the size" {
  printf 12345 >app.log
  run "$tidylog" -s 5 app.log
  [ "$output" = "rotated app.log" ]
  printf 123456 >app.log
  run "$tidylog" -s 7 app.log
  [ "$output" = "" ]
  [ "$(cat app.log.1)" = "12345" ]
}

@test "kilo and mega" {
  head -c 1023 /dev/zero >a.log
  head -c 1048576 /dev/zero >b.log
  run "$tidylog" -s 1k a.log b.log
  [ "$output" = "rotated b.log" ]
  head -c 1048575 /dev/zero >b.log
  run "$tidylog" -s 1M b.log
  [ "$output" = "" ]
}

@test "empty files stay, whatever the size" {
  : >app.log
  generations app.log 1 2 9
  run "$tidylog" -s 0 -n 1 app.log
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$(files)" = "app.log= app.log.1=1+ app.log.2=2+ app.log.9=9+ " ]
  echo x >app.log
  run "$tidylog" -s 0 -n 1 app.log
  [ "$output" = "rotated app.log" ]
}

@test "the list goes by numbers" {
  generations 'my log' 10 2 1 9 11 01 x
  mkdir 'my log.5'
  run "$tidylog" -l 'my log'
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "my log.1" ]
  [ "${lines[1]}" = "my log.2" ]
  [ "${lines[2]}" = "my log.9" ]
  [ "${lines[3]}" = "my log.10" ]
  [ "${lines[4]}" = "my log.11" ]
  [ "${#lines[@]}" -eq 5 ]
}

@test "the list of several files changes nothing" {
  generations a.log 2
  generations -- 1
  mkdir old
  generations old/a.log 1
  echo a >a.log
  run "$tidylog" -l a.log -- none
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'a.log.2\n--.1')" ]
  run "$tidylog" -l -d old a.log
  [ "$output" = "old/a.log.1" ]
  [ "$(files)" = "--.1=1+ a.log=a+ a.log.2=2+ old/a.log.1=1+ " ]
}
