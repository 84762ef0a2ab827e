// A mail server that keeps what it is sent.
import { createServer } from 'node:net';

export class Mailbox {
  mails = [];

  static open() {
    const box = new Mailbox();
    box.server = createServer((socket) => box.serve(socket));
    return new Promise((done) => box.server.listen(0, '127.0.0.1', () => {
      box.port = box.server.address().port;
      done(box);
    }));
  }

  serve(socket) {
    let data = null;
    let rest = '';
    const say = (line) => socket.write(`${line}\r\n`);
    socket.on('error', () => {});
    say('220 ready');
    socket.on('data', (chunk) => {
      rest += chunk;
      const lines = rest.split('\r\n');
      rest = lines.pop();
      for (const line of lines) {
        if (data !== null) {
          if (line === '.') {
            this.mails.push(data);
            data = null;
            say('250 kept');
          } else data += `${line}\n`;
        } else if (line === 'DATA') {
          data = '';
          say('354 go on');
        } else if (line === 'QUIT') {
          say('221 bye');
          socket.end();
        } else if (line.startsWith('EHLO')) say('250-here\r\n250 AUTH PLAIN LOGIN');
        else if (line.startsWith('AUTH')) say('235 fine');
        else say('250 fine');
      }
    });
  }

  /** The code in the next mail to an address. */
  async code(to, from = 0) {
    for (let tries = 0; tries < 200; tries += 1) {
      const mail = this.mails.slice(from).findLast((text) => text.includes(to));
      const code = mail?.match(/Your code: (\d{6})/)?.[1];
      if (code) return code;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no mail came for ${to}`);
  }

  close() {
    this.server.close();
  }
}
