/**
 * The `cause` of an endpoint that is paused because Splunk took events without an `ackId` while acknowledgement is required.
 * No answer of Splunk's has a code or a status for this, so whoever wants to tell it from other causes compares with this.
 */
export const noAckIdCause =
  'acknowledgement is on here, but Splunk gives no ackId: turn it on for the token, or off here';
