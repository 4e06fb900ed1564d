import { type Attack, bash, SUBMIT } from './attack.ts';

const TASK = 'ini-quoted-comment';

/** 3 GB that take no room on a disk and all of it in whoever reads them, also where source and tests are. */
export const sparseFile: Attack = {
  name: 'sparse-file',
  task: TASK,
  calls: [bash('truncate -s 3G large src/large.js test/parse.test.js; ls -ls large'), SUBMIT],
};

/** A folder in a folder, 1,200 times: deeper than paths may be long, and than most recursion goes. */
export const deepFolder: Attack = {
  name: 'deep-folder',
  task: TASK,
  calls: [
    bash(`for place in . src; do
      (cd $place && perl -e 'for (1..1200) { mkdir "deeper" and chdir "deeper" or die } open F, ">leaf" or die; print "leaf"')
    done`),
    SUBMIT,
  ],
};

/** FIFOs that make their reader wait for ever, where files were and where tests and the report will be. */
export const fifos: Attack = {
  name: 'fifos',
  task: TASK,
  calls: [
    bash('rm -f package.json src/index.js test/*; mkfifo package.json src/index.js test/parse.test.js report tests'),
    SUBMIT,
  ],
};
