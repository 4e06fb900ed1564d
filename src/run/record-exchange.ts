import { priceCharge } from '../budget/charge.ts';
import type { Price } from '../budget/prices.ts';
import { type Exchange, isAnswered } from '../gateway/exchange.ts';
import { obeyedHeaders } from '../gateway/recorded.ts';
import type { Bodies } from '../trajectory/bodies.ts';
import type { EventBody } from '../trajectory/event.ts';
import { isServedOtherwise } from './asked-facts.ts';

type Records = {
  model: { priceOf(model: string): Price | null };
  recorder: { record(body: EventBody): void };
  bodies: Pick<Bodies, 'keepRequest' | 'keepAnswer'>;
};

/** null where the agent had its answer. */
export function describeFailure({ status, brokenBy, answer, response }: Exchange): string | null {
  if (answer.failed !== null) return answer.failed;
  if (brokenBy !== null) return brokenBy === 'agent' ? 'the agent left' : 'the answer broke off';
  return status !== null && status < 300 ? null : response.toString('utf8', 0, 500);
}

export function recordExchange({ model, recorder, bodies }: Records, exchange: Exchange): void {
  const { thread, ordinal, opening, turn, offersTools, wrapUp, status, headers, response, answer, durationMs } =
    exchange;
  recorder.record({
    type: 'model',
    thread,
    ordinal,
    opening,
    turn: isAnswered(exchange) ? turn : null,
    model: exchange.model,
    offersTools,
    wrapUp,
    request: bodies.keepRequest(exchange.request),
    response: status === null ? null : bodies.keepAnswer(response, obeyedHeaders(headers)),
    status,
    said: answer.said,
    calls: answer.calls,
    failed: describeFailure(exchange),
    ...(exchange.brokenBy && { brokenBy: exchange.brokenBy }),
    ...(exchange.paidBefore && { paidBefore: exchange.paidBefore }),
    usage: answer.usage,
    ...(answer.isEstimated && { estimated: true }),
    ...(isServedOtherwise(exchange.model, answer.served) && {
      served: { model: answer.served.model, tiers: [...answer.served.tiers], tools: [...answer.served.tools] },
    }),
    costUsd: priceCharge({ asked: exchange.model, served: answer.served, tokens: answer.usage }, model.priceOf),
    durationMs,
  });
}
