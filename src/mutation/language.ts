export type LanguageName = 'javascript' | 'typescript' | 'python' | 'c' | 'go' | 'shell';

/** What the tokenizer and the mutations have to know of a language. */
export type Language = {
  name: LanguageName;
  lineComment: string;
  /** Whether there is what begins with a slash and a star. */
  blockComments: boolean;
  quotes: string;
  /** Quotes that span lines, `\` escaping nothing in Go's. */
  longQuotes: readonly string[];
  hasRegex: boolean;
  /** Longer than one character; one character alone is always one. */
  operators: readonly string[];
  /** Words that are no operand, so that a `-` behind them is a sign. */
  keywords: ReadonlySet<string>;
  /** Each operator and what it may become. */
  relational: Readonly<Record<string, readonly string[]>>;
  logical: Readonly<Record<string, string>>;
  booleans: Readonly<Record<string, string>>;
};

const COMPARED = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
};
const ASSIGNING = ['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];
const SHARED = ['==', '!=', '<=', '>=', '<<', '>>', ...ASSIGNING];
const C_LIKE = {
  lineComment: '//',
  blockComments: true,
  logical: { '&&': '||', '||': '&&' },
  booleans: { true: 'false', false: 'true' },
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const JAVASCRIPT: Language = {
  ...C_LIKE,
  name: 'javascript',
  quotes: '\'"',
  longQuotes: ['`'],
  hasRegex: true,
  operators: [...SHARED, ...'=== !== => && || ?? ?. ++ -- ** **= >>> >>>= &&= ||= ??= ...'.split(' ')],
  keywords: words(
    'return typeof case in of await yield new delete void throw else do if while for switch const let var function ' +
      'class extends import export default instanceof async static get set break continue try catch finally',
  ),
  relational: { ...COMPARED, '===': ['!=='], '!==': ['==='] },
  logical: { '&&': '||', '||': '&&', '??': '&&' },
};

const PYTHON: Language = {
  name: 'python',
  lineComment: '#',
  blockComments: false,
  quotes: '\'"',
  longQuotes: ['"""', "'''"],
  hasRegex: false,
  operators: [...SHARED, '//', '//=', '**', '**=', '->', ':=', '...'],
  keywords: words(
    'return yield await in is not and or if elif else while for def class lambda assert raise del with as from import ' +
      'global nonlocal pass break continue try except finally async',
  ),
  relational: COMPARED,
  logical: { and: 'or', or: 'and' },
  booleans: { True: 'False', False: 'True' },
};

const C: Language = {
  ...C_LIKE,
  name: 'c',
  quotes: '\'"',
  longQuotes: [],
  hasRegex: false,
  operators: [...SHARED, '&&', '||', '++', '--', '->', '...'],
  keywords: words(
    'return case goto else do if while for switch sizeof break continue typedef struct union enum static extern const ' +
      'volatile inline unsigned signed int char long short float double void size_t bool',
  ),
  relational: COMPARED,
};

const GO: Language = {
  ...C_LIKE,
  name: 'go',
  quotes: '\'"',
  longQuotes: ['`'],
  hasRegex: false,
  operators: [...SHARED, '&&', '||', '++', '--', ':=', '<-', '&^', '&^=', '...'],
  keywords: words(
    'return case goto else if for switch range func var const type struct interface map chan go defer select break ' +
      'continue fallthrough package import default',
  ),
  relational: COMPARED,
};

const SHELL: Language = {
  name: 'shell',
  lineComment: '#',
  blockComments: false,
  quotes: '\'"',
  longQuotes: [],
  hasRegex: false,
  operators: [],
  keywords: words(
    'if then elif else fi while until do done for in case esac function return exit break continue local',
  ),
  relational: {
    '-eq': ['-ne'],
    '-ne': ['-eq'],
    '-lt': ['-le', '-ge'],
    '-le': ['-lt', '-gt'],
    '-gt': ['-ge', '-le'],
    '-ge': ['-gt', '-lt'],
    '=': ['!='],
    '==': ['!='],
    '!=': ['='],
    '-z': ['-n'],
    '-n': ['-z'],
  },
  logical: { '&&': '||', '||': '&&' },
  booleans: { true: 'false', false: 'true' },
};

const ENDINGS: Readonly<Record<string, Language>> = {
  js: JAVASCRIPT,
  mjs: JAVASCRIPT,
  cjs: JAVASCRIPT,
  ts: { ...JAVASCRIPT, name: 'typescript' },
  mts: { ...JAVASCRIPT, name: 'typescript' },
  cts: { ...JAVASCRIPT, name: 'typescript' },
  py: PYTHON,
  c: C,
  h: C,
  go: GO,
  sh: SHELL,
  bash: SHELL,
};

/** By the ending of the file's name; null where there is none that is known. */
export function languageOf(file: string): Language | null {
  const ending = /\.(\w+)$/.exec(file)?.[1] ?? '';
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? null) : null;
}
