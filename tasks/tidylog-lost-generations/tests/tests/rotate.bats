load helper

@test "a file becomes generation 1" {
  echo new >app.log
  run "$tidylog" app.log
  [ "$status" -eq 0 ]
  [ "$output" = "rotated app.log" ]
  [ "$(files)" = "app.log= app.log.1=new+ " ]
}

@test "older generations move on" {
  echo new >app.log
  generations app.log 1 2 3
  run "$tidylog" app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ app.log.3=2+ app.log.4=3+ " ]
}

@test "only so many are kept" {
  echo new >app.log
  generations app.log 1 2 3
  run "$tidylog" -n 2 app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ " ]
}

@test "more than nine are kept" {
  echo new >app.log
  generations app.log 1 2 3 4 5 6 7 8 9 10 11
  run "$tidylog" -n 20 app.log
  [ "$(cat app.log.1)" = "new" ]
  [ "$(cat app.log.2)" = "1" ]
  [ "$(cat app.log.10)" = "9" ]
  [ "$(cat app.log.12)" = "11" ]
}

@test "permissions stay" {
  echo new >app.log
  chmod 640 app.log
  run "$tidylog" app.log
  [ "$(stat -c %a app.log)" = "640" ]
  [ "$(stat -c %a app.log.1)" = "640" ]
}

@test "generations in another folder" {
  echo new >app.log
  run "$tidylog" -d old/logs app.log
  [ "$(files)" = "app.log= old/logs/app.log.1=new+ " ]
}

@test "wrong arguments" {
  run "$tidylog"
  [ "$status" -eq 2 ]
  run "$tidylog" -n two app.log
  [ "$status" -eq 2 ]
  run "$tidylog" -s 5G app.log
  [ "$status" -eq 2 ]
}

@test "the eleventh generation does not overwrite another one" {
  generations app.log 1 2 3 4 5 6 7 8 9 10
  for night in a b c; do
    echo "$night" >app.log
    "$tidylog" -n 30 app.log
  done
  [ "$(cat app.log.1)" = "c" ]
  [ "$(cat app.log.3)" = "a" ]
  [ "$(cat app.log.4)" = "1" ]
  [ "$(cat app.log.13)" = "10" ]
}

@test "what lies behind a gap stays" {
  echo new >app.log
  generations app.log 1 3 4
  run "$tidylog" app.log
  [ "$status" -eq 0 ]
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ app.log.3=3+ app.log.4=4+ " ]
}

@test "a gap at the start" {
  echo new >app.log
  generations app.log 2 3
  run "$tidylog" app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=2+ app.log.3=3+ " ]
}

@test "all above the count are removed, gap or not" {
  echo new >app.log
  generations app.log 1 2 4 7 12 100
  run "$tidylog" -n 4 app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ app.log.3=2+ app.log.4=4+ " ]
  echo more >app.log
  run "$tidylog" -n 4 app.log
  [ "$(files)" = "app.log= app.log.1=more+ app.log.2=new+ app.log.3=1+ app.log.4=2+ " ]
}

@test "numbers of any length" {
  echo new >app.log
  generations app.log 3 99999999999999999999999 1000000
  run "$tidylog" -l app.log
  [ "${lines[0]}" = "app.log.3" ]
  [ "${lines[1]}" = "app.log.1000000" ]
  [ "${lines[2]}" = "app.log.99999999999999999999999" ]
  run "$tidylog" -n 999999 app.log
  [ "$output" = "rotated app.log" ]
  [ "$(files)" = "app.log= app.log.1=new+ app.log.3=3+ " ]
}

@test "none are kept" {
  echo new >app.log
  generations app.log 1 2
  run "$tidylog" -n 0 app.log
  [ "$status" -eq 0 ]
  [ "$(files)" = "app.log= " ]
}

@test "five are kept if nothing is said" {
  generations app.log 1 2 3 4 5 6
  echo new >app.log
  run "$tidylog" app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ app.log.3=2+ app.log.4=3+ app.log.5=4+ " ]
}

@test "the count has no leading zeros to stumble over" {
  generations app.log 1 2 3 4 5 6 7 8 9
  echo new >app.log
  run "$tidylog" -n 08 app.log
  [ "$status" -eq 0 ]
  [ "$(cat app.log.8)" = "7" ]
  [ ! -e app.log.9 ]
}

@test "what is no generation is left alone" {
  echo new >app.log
  generations app.log 01 old 1.gz 1a 0 x.1 ""
  mkdir app.log.2021 app.log.7
  echo 3 >app.log.2021/3
  run "$tidylog" -n 1 app.log
  [ "$output" = "rotated app.log" ]
  [ "$(files)" = "app.log= app.log.=+ app.log.0=0+ app.log.01=01+ app.log.1=new+ app.log.1.gz=1.gz+ app.log.1a=1a+ app.log.2021/3=3+ app.log.old=old+ app.log.x.1=x.1+ " ]
  [ -d app.log.7 ]
}

@test "it goes on after a file that is not there" {
  echo a >a.log
  echo c >c.log
  ln -s nowhere b.log
  mkdir d.log
  run "$tidylog" a.log b.log none.log d.log c.log
  [ "$status" -eq 1 ]
  [ "${lines[0]}" = "rotated a.log" ]
  [ "${lines[1]}" = "tidylog: b.log: not a file" ]
  [ "${lines[2]}" = "tidylog: none.log: not a file" ]
  [ "${lines[3]}" = "tidylog: d.log: not a file" ]
  [ "${lines[4]}" = "rotated c.log" ]
  [ "$(files)" = "a.log= a.log.1=a+ c.log= c.log.1=c+ " ]
}

@test "links to files are not files" {
  echo a >a.log
  ln -s a.log b.log
  run "$tidylog" b.log
  [ "$status" -eq 1 ]
  [ "$(files)" = "a.log=a+ " ]
}

@test "names with spaces and stars" {
  generations 'audit 2.log' 1 2
  generations 'a*' 1
  generations 'ab' 1
  echo new >'audit 2.log'
  echo star >'a*'
  run "$tidylog" 'audit 2.log' 'a*'
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "rotated audit 2.log" ]
  [ "$(files)" = "a*= a*.1=star+ a*.2=1+ ab.1=1+ audit 2.log= audit 2.log.1=new+ audit 2.log.2=1+ audit 2.log.3=2+ " ]
}

@test "names that begin with a dash" {
  generations ./-n 1
  echo new >./-n
  run "$tidylog" -- -n
  [ "$status" -eq 0 ]
  [ "$output" = "rotated -n" ]
  [ "$(files)" = "-n= -n.1=new+ -n.2=1+ " ]
}

@test "names with line feeds" {
  name=$'two\nlines\n'
  echo new >"$name"
  generations "$name" 1
  run "$tidylog" "$name"
  [ "$status" -eq 0 ]
  [ "$(cat "$name.1")" = "new" ]
  [ "$(cat "$name.2")" = "1" ]
  [ "$(find . -type f -printf x)" = "xxx" ]
}

@test "a folder with a strange name" {
  mkdir -p 'in here'
  echo new >'in here/app.log'
  echo other >app.log
  run "$tidylog" -d '-the old ones/x y' 'in here/app.log'
  [ "$status" -eq 0 ]
  [ "$(files)" = "-the old ones/x y/app.log.1=new+ app.log=other+ in here/app.log= " ]
}

@test "generations in another folder move on there" {
  mkdir old
  generations old/app.log 1 2
  generations app.log 1
  echo new >app.log
  run "$tidylog" -n 2 -d old app.log
  [ "$(files)" = "app.log= app.log.1=1+ old/app.log.1=new+ old/app.log.2=1+ " ]
}
