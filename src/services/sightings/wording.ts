/**
 * What a reporter reads, in English; pages translate it by their own keys.
 *
 * The words are the same whatever happened to the report: they name no case and promise no answer.
 */
export const DO_NOT_APPROACH =
  'Do not approach the child, do not follow and do not publish the photo: it may put the child in danger. If the child is in danger now, call the emergency number.';

export const RECEIVED =
  'Thank you. Your report has been received and will be looked at. Keep the tracking code: with it you can add to the report. To protect children we cannot say what comes of it.';

export const STATUS =
  'Your report has been received. It is kept and compared with the cases of missing children, those that are opened later as well. To protect children we cannot say what comes of it.';
