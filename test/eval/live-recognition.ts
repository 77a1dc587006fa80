import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { encodeOpus } from '../support/recordings.js';

/** Recognizes as a device's owner sees it: Opus packets over Socket.IO to a server of its own, text from the segments that come back. */
export class LiveRecognition {
  private count = 0;

  private constructor(private readonly server: MnemeProcess) {}

  static async start(model: 'base' | 'tiny'): Promise<LiveRecognition> {
    return new LiveRecognition(await MnemeProcess.start({ env: { SPEECH_MODEL: model, LOG_LEVEL: 'warn' } }));
  }

  /** Every recording comes from a device of its own, so that none is joined with the one before. */
  async recognize(samples: Int16Array): Promise<string> {
    this.count += 1;
    const device = await Device.connect(this.server.url, this.server.token, {
      device_id: `recording-${this.count}`,
    });
    try {
      await device.sendAll(encodeOpus(samples));
      await device.end();
      return device.text;
    } finally {
      device.close();
    }
  }

  stop(): Promise<void> {
    return this.server.dispose();
  }
}
