/** A success without anything to show. */
export class StatusOk {
  /** Always `ok`. */
  status!: string;
}

export const OK: StatusOk = Object.freeze({ status: 'ok' });
