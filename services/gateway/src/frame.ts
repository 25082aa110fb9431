const TEXT_FRAME = 0x81;

/** One message, framed once for every viewer. `replaces` names the state that it is the newest of; a fact replaces nothing. */
export interface Message {
  readonly frame: Buffer;
  readonly replaces?: string;
}

/** `{"channel":…,"subject":…,"data":` as bytes, made once for each channel and subject. */
export function headOf(channel: string, subject: string): Buffer {
  return Buffer.from(`{"channel":${JSON.stringify(channel)},"subject":${JSON.stringify(subject)},"data":`);
}

/** The payload goes in as it came, unparsed: a finished, unmasked WebSocket text frame (RFC 6455, 5.2). */
export function changeFrame(head: Buffer, payload: Uint8Array): Buffer {
  const length = head.length + payload.length + 1;
  const frame = framed(length);
  const start = frame.length - length;
  frame.set(head, start);
  frame.set(payload, start + head.length);
  frame[frame.length - 1] = 0x7d;
  return frame;
}

/** A whole text as a frame: snapshots and refusals. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = framed(length);
  frame.write(text, frame.length - length);
  return frame;
}

function framed(length: number): Buffer {
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = TEXT_FRAME;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}
