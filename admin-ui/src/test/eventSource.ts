/** jsdom has no EventSource: this one says what a test tells it to. */
export class ScriptedEventSource extends EventTarget {
  static opened: ScriptedEventSource[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    ScriptedEventSource.opened.push(this);
  }

  say(operation: unknown): void {
    this.dispatchEvent(new MessageEvent('operation', { data: JSON.stringify(operation) }));
  }

  close(): void {
    this.closed = true;
  }
}
