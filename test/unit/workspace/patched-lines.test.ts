import { expect, it } from 'vitest';
import { patchedLines } from '../../../src/workspace/patched-lines.ts';

const PATCH = `diff --git a/src/a.js b/src/a.js
--- a/src/a.js
+++ b/src/a.js
@@ -1,4 +1,4 @@
 one
-two
+2
 three
-four
+4
@@ -10,2 +10,3 @@
 ten
+ten and a half
 eleven
\\ No newline at end of file
diff --git a/src/gone.js b/src/gone.js
deleted file mode 100644
--- a/src/gone.js
+++ /dev/null
@@ -1 +0,0 @@
-one
diff --git a/src/new.js b/src/new.js
new file mode 100644
--- /dev/null
+++ b/src/new.js
@@ -0,0 +1,2 @@
+one
+two
`;

it('numbers the added lines as they are after the patch', () => {
  expect([...patchedLines(PATCH)]).toEqual([
    ['src/a.js', new Set([2, 4, 11])],
    ['src/new.js', new Set([1, 2])],
  ]);
});
