// The form of ha-entities in a browser: a broker chosen, its empty messages filled by the button, what the user had kept.
import assert from 'node:assert/strict';
import type { Editor } from '../support/node-red/editor';
import { brokerNode, haFlow, messageOf } from '../support/home-assistant/ha-flow';
import { standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import type { NodeRed } from '../support/node-red/process';
import { withEditor } from '../support/node-red/suite';
import { needsTool } from '../support/machine/requirements';
import { untilRetained, watchBroker } from '../support/mqtt/retained';

const LANGUAGES = {
  'en-US': {
    button: 'Fill birth, close and will',
    key: 'Device key',
    filled: 'Filled: deploy',
    again: 'Filled already',
  },
  fr: { button: 'Remplir naissance', key: 'Clé de l’appareil', filled: 'Rempli\u00a0: déployez', again: 'Déjà rempli' },
} as const;

for (const [language, words] of Object.entries(LANGUAGES))
  describe(`the form of ha-entities (${language})`, function () {
    let broker: Mosquitto;
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      needsTool(this, 'mosquitto');
      broker = await Mosquitto.start();
    });
    after(async () => {
      // Not there where the suite was skipped.
      await (broker as Mosquitto | undefined)?.stop();
    });
    withEditor(
      (page, running) => {
        editor = page;
        red = running;
      },
      () => ({
        settings: { mqttReconnectTime: 200 },
        flow: [
          ...haFlow({ port: broker.port }).filter(({ id }) => id !== 'broker'),
          brokerNode(broker.port, messageOf('birth', 'up', 'maison/nodered')),
        ],
      }),
      { language: language as keyof typeof LANGUAGES },
    );

    it('speaks the language of the editor, without a key that nothing translates', async () => {
      await editor.page.evaluate(`RED.editor.edit(RED.nodes.node('ha'))`);
      await editor.page.locator('#ha-entities-fill').waitFor();
      await editor.unfold();
      const text = await editor.dialogText();
      assert.ok(text.includes(words.button) && text.includes(words.key), text);
      assert.doesNotMatch(text, /ha-entities\./);
    });

    it('fills what is empty in the broker node, and nothing else', async () => {
      await editor.page.locator('#ha-entities-fill').click();
      await editor.page.locator('.red-ui-notification', { hasText: words.filled }).first().waitFor();
      const { birthTopic, birthPayload, willTopic, willPayload, closeTopic, closePayload, closeRetain } =
        await editor.properties('broker');
      assert.deepEqual([birthTopic, birthPayload], ['maison/nodered', 'up'], 'what the user had');
      assert.deepEqual([willTopic, willPayload], ['maison/nodered', 'offline']);
      assert.deepEqual([closeTopic, closePayload, closeRetain], ['maison/nodered', 'offline', 'true']);
    });

    it('does nothing when it is pressed again', async () => {
      await editor.page.locator('#ha-entities-fill').click();
      await editor.page.locator('.red-ui-notification', { hasText: words.again }).first().waitFor();
    });

    it('retains nothing beside a will of the user that is not retained: it would outlive a crash', async () => {
      const set = (fields: object): Promise<unknown> =>
        editor.page.evaluate(`void Object.assign(RED.nodes.node('broker'), ${JSON.stringify(fields)})`);
      await set({ willRetain: 'false', closeTopic: '' });
      await editor.page.locator('#ha-entities-fill').click();
      await editor.page.locator('.red-ui-notification', { hasText: words.filled }).first().waitFor();
      const { closeTopic, closeRetain } = await editor.properties('broker');
      assert.deepEqual([closeTopic, closeRetain], ['maison/nodered', 'false']);
      await set({ willRetain: 'true', closeRetain: 'true' });
    });

    it('refuses a key that could not be part of an id', async () => {
      await editor.page.locator('#node-input-deviceKey').fill('Ma maison');
      await editor.page.locator('#node-input-deviceKey').blur();
      await editor.page.locator('#node-input-deviceKey.input-error').waitFor();
      await editor.page.locator('#node-input-deviceKey').fill('maison');
      await editor.page.locator('#node-input-deviceKey').blur();
      await editor.page.locator('#node-input-deviceKey:not(.input-error)').waitFor();
    });

    it('deploys what was filled, without an error in the page: the broker has a will', async () => {
      await editor.done();
      // The birth message of the connection before must not be taken for the one of the next.
      const watch = await watchBroker(broker.url);
      await watch.client.publishAsync('maison/nodered', 'before', { retain: true });
      await watch.stop();
      await editor.deploy();
      await red.started();
      await untilRetained(broker, (all) => all['maison/nodered'] === 'up');
      red.send('bytes', { payload: standardHouse(), topic: 'maison' });
      // Under the key that was typed.
      await untilRetained(broker, (all) => all['linkyred/maison/east'] === '23456789');
      // Without Node-RED the page of the editor cannot but complain.
      assert.deepEqual(editor.problems, []);
      await red.kill();
      await untilRetained(broker, (all) => all['maison/nodered'] === 'offline');
    });
  });
