import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { replaceable } from '../common/index.js';
import { OrchestratorModule } from '../orchestrator/index.js';
import { RunsModule } from '../runs/index.js';
import { ContextBuilder } from './context/run-context.js';
import { GateKeeper } from './gates/gate-keeper.js';
import { LoreGate } from './gates/lore.gate.js';
import { SafetyGate } from './gates/safety.gate.js';
import { SimilarityGate } from './gates/similarity.gate.js';
import { PhraseGenerator } from './generation/phrase-generator.js';
import { TEXT_GENERATOR } from './generation/text-generator.js';
import { PacksController } from './packs.controller.js';
import { WorldStore } from './packs/world.store.js';
import { ReportController } from './report.controller.js';
import { TranscriptController } from './transcript.controller.js';
import { CommentWriter } from './rounds/comment-writer.js';
import { RoundPlayer } from './rounds/round-player.js';
import { SimulateController } from './simulate.controller.js';
import { SimulationPipeline } from './simulation.pipeline.js';
import { EndConditionStage } from './stages/end-condition.stage.js';
import { ModerationStage } from './stages/moderation.stage.js';
import { RoundLoopStage } from './stages/round-loop.stage.js';
import { ThreadCandidateStage } from './stages/thread-candidate.stage.js';

/** The community simulation: its world, its four stages, and what they are made of. */
@Module({
  imports: [DiscoveryModule, OrchestratorModule, RunsModule],
  controllers: [SimulateController, ReportController, TranscriptController, PacksController],
  providers: [
    WorldStore,
    ContextBuilder,
    SimulationPipeline,
    ThreadCandidateStage,
    RoundLoopStage,
    ModerationStage,
    EndConditionStage,
    RoundPlayer,
    CommentWriter,
    ...replaceable(TEXT_GENERATOR, { useFactory: () => new PhraseGenerator() }),
    GateKeeper,
    SafetyGate,
    SimilarityGate,
    LoreGate,
  ],
  exports: [WorldStore],
})
export class SimulationModule {}
