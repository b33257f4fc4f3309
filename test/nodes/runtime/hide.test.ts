// Nothing of a user's goes out with a report that he pastes where everybody reads it, and what helps stays.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutSecrets } from '../../../nodes/runtime/diagnostics/hide';

describe('what a report hides', () => {
  it('are meters and delivery points, but for their first two and last four digits, however they are written', () => {
    for (const [text, hidden] of [
      ['tic/042361271828', 'tic/04…1828'],
      ['ADCO042361271828HCHC', 'ADCO04…1828HCHC'],
      ['prm_09814263571892_x', 'prm_09…1892_x'],
      ['PRM 09 814 263 571 892.', 'PRM 09…1892.'],
      ['09-8142-6357-1892', '09…1892'],
    ] as const)
      assert.equal(withoutSecrets(text, []), hidden);
    const digits = fc.stringMatching(/^\d{10,15}$/);
    fc.assert(
      fc.property(digits, fc.stringMatching(/^[a-z_/ ]{0,5}$/), (number, around) => {
        assert.ok(!withoutSecrets(`${around}${number}${around}`, []).includes(number));
      }),
    );
  });

  it('are users and passwords in addresses, and what stands behind a question mark', () => {
    for (const [text, hidden] of [
      ['http://me:pass@host:80/x', 'http://***@host:80/x'],
      ['http://me:pa/ss@host', 'http://***@host'],
      ['mqtt://me@host', 'mqtt://***@host'],
      ['No connection to me:pass@10.0.0.2:2001', 'No connection to ***@10.0.0.2:2001'],
      ['http://host/a?key=abc&b=1 then', 'http://host/a?… then'],
    ] as const)
      assert.equal(withoutSecrets(text, []), hidden);
  });

  it('is whatever stands in credentials, the longest first, and what looks like a token', () => {
    assert.equal(withoutSecrets('a.b*c, a.b*c-long', ['a.b*c', 'a.b*c-long']), '***, ***');
    assert.equal(withoutSecrets('Bearer eyJhbGciOiJIUzI1NiJ9eyJzdWIi', []), 'Bearer ***');
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), fc.string(), (secret, around) => {
        fc.pre(!'***…@?'.includes(secret) && secret.replace(/[*…@?]/g, '') !== '');
        assert.ok(!withoutSecrets(`x ${secret} y ${around}`, [secret]).includes(` ${secret} `));
      }),
    );
  });

  it('is nothing that helps: ports, addresses, versions, times', () => {
    for (const text of [
      '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0',
      '192.168.100.200:2001',
      'http://127.0.0.1:8080/api',
      '2026-11-29T18:24:29.488+01:00, 3 ×',
      '4.1.15, v20.20.2, 0e5f3c1a44aa4711',
      'status.no-valid-group, 9600 Bd, 115200',
    ])
      assert.equal(withoutSecrets(text, []), text);
  });
});
