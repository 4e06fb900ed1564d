/** A model call as the count of turns sees it: which conversation it belongs to, and whether it offers tools. */
export type CountedCall = { conversation: string; offersTools: boolean };

/** `auxiliary`: in another conversation than the main one, without tools, like a title. */
export type CallKind = 'turn' | 'auxiliary';

/** How many auxiliary calls of a trial are no turns. After those each is one. */
export function freeAuxiliaryCalls(turns: number): number {
  return Math.max(1, Math.ceil(turns / 10));
}

/**
 * Counts calls. An answer is a turn unless its conversation is not the main one and it offers no tools. The main
 * conversation is the first that offers tools, or the first of all while none does: what came before that was known is
 * counted again, as the numbers follow from the counts alone.
 */
export function createTurnCount(limit: number) {
  const free = freeAuxiliaryCalls(limit);
  const answered = createTally();
  const underWay = createTally();
  let main: string | null = null;
  let isSettled = false;
  const auxiliary = (tally: Tally) => tally.plain - (main === null ? 0 : (tally.byConversation.get(main) ?? 0));
  const turnsOf = (tallies: readonly Tally[]) => {
    const sum = (of: (tally: Tally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
    return sum(({ withTools }) => withTools) + sum((t) => t.plain - auxiliary(t)) + Math.max(0, sum(auxiliary) - free);
  };
  /** What a call would be if it were answered now; null while that depends on calls under way. */
  const kindOf = ({ conversation, offersTools }: CountedCall): CallKind | null => {
    if (offersTools || conversation === main || auxiliary(answered) >= free) return 'turn';
    return auxiliary(answered) + auxiliary(underWay) < free ? 'auxiliary' : null;
  };
  return {
    kindOf,
    /** Learns which conversation is the main one. True where that has changed, and so the count. */
    learn({ conversation, offersTools }: CountedCall): boolean {
      const isNew = main === null || (!isSettled && offersTools && main !== conversation);
      if (isNew) main = conversation;
      isSettled ||= offersTools;
      return isNew;
    },
    begin: (call: CountedCall) => underWay.add(call, 1),
    /** Tells what the call has been. */
    end(call: CountedCall, isAnswered: boolean): CallKind {
      underWay.add(call, -1);
      const kind = kindOf(call) ?? 'auxiliary';
      if (isAnswered) answered.add(call, 1);
      return kind;
    },
    turns: () => turnsOf([answered]),
    /** If all that is under way is answered. */
    mostTurns: () => turnsOf([answered, underWay]),
    calls: () => underWay.withTools + underWay.plain,
  };
}

type Tally = ReturnType<typeof createTally>;

function createTally() {
  const byConversation = new Map<string, number>();
  return {
    withTools: 0,
    plain: 0,
    byConversation,
    add({ conversation, offersTools }: CountedCall, by: 1 | -1) {
      if (offersTools) {
        this.withTools += by;
        return;
      }
      this.plain += by;
      byConversation.set(conversation, (byConversation.get(conversation) ?? 0) + by);
    },
  };
}
