import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/index.js';
import { SendWebhookStage } from './send-webhook.stage.js';
import { WebhookDispatcher } from './webhook-dispatcher.js';
import { WebhookPipeline } from './webhook.pipeline.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookTargets } from './webhook-targets.js';

/** Tells the endpoints of WEBHOOK_URLS of each run that has ended. */
@Module({
  imports: [RunsModule],
  providers: [WebhookTargets, WebhookSender, WebhookPipeline, SendWebhookStage, WebhookDispatcher],
})
export class WebhooksModule {}
