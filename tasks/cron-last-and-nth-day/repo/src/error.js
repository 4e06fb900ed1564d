/** An expression that can't be read. `field` names the part that is wrong, if it is one part. */
export class CronError extends Error {
  constructor(message, field) {
    super(field === undefined ? message : `${field}: ${message}`);
    this.name = 'CronError';
    this.field = field;
  }
}
