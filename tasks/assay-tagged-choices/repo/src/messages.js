const SIZES = {
  en: {
    text: (limit) => `have at {} ${limit} character${limit === 1 ? '' : 's'}`,
    list: (limit) => `have at {} ${limit} item${limit === 1 ? '' : 's'}`,
    number: (limit) => `be at {} ${limit}`,
  },
  de: {
    text: (limit) => `muss {} ${limit} Zeichen haben`,
    list: (limit) => `muss {} ${limit === 1 ? 'einen Eintrag' : `${limit} Einträge`} haben`,
    number: (limit) => `muss {} ${limit} sein`,
  },
};
const TYPE_NAMES = {
  en: {
    text: 'a text',
    number: 'a number',
    boolean: 'true or false',
    list: 'a list',
    map: 'an object',
    record: 'an object',
  },
  de: {
    text: 'ein Text',
    number: 'eine Zahl',
    boolean: 'true oder false',
    list: 'eine Liste',
    map: 'ein Objekt',
    record: 'ein Objekt',
  },
};

/** The text of every code in every language. */
export const MESSAGES = {
  en: {
    missing: () => 'is missing',
    null: () => 'must not be null',
    type: ({ expected }) => `must be ${TYPE_NAMES.en[expected]}`,
    min: ({ limit, type }) => `must ${SIZES.en[type](limit).replace('{}', 'least')}`,
    max: ({ limit, type }) => `must ${SIZES.en[type](limit).replace('{}', 'most')}`,
    pattern: ({ pattern }) => `must match ${pattern}`,
    oneOf: ({ allowed }) => `must be one of ${allowed.join(', ')}`,
    integer: () => 'must be a whole number',
    unknown: () => 'is unknown',
  },
  de: {
    missing: () => 'fehlt',
    null: () => 'darf nicht null sein',
    type: ({ expected }) => `muss ${TYPE_NAMES.de[expected]} sein`,
    min: ({ limit, type }) => SIZES.de[type](limit).replace('{}', 'mindestens'),
    max: ({ limit, type }) => SIZES.de[type](limit).replace('{}', 'höchstens'),
    pattern: ({ pattern }) => `muss zu ${pattern} passen`,
    oneOf: ({ allowed }) => `muss eines hiervon sein: ${allowed.join(', ')}`,
    integer: () => 'muss eine ganze Zahl sein',
    unknown: () => 'ist unbekannt',
  },
};

/** Problems as texts for people. */
export function explain(problems, language = 'en') {
  return problems.map(({ path, code, ...details }) => {
    const text = MESSAGES[language][code](details);
    return path === '' ? text : `${path}: ${text}`;
  });
}
