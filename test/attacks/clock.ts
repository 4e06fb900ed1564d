/**
 * How long after its submission an attack takes a run for the first one, and holds it up. Longer than it takes to bring a
 * submission to its tests, also where the machine is busy.
 */
export const HOLD_SECONDS = 12;
