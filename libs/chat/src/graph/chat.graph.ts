import { END, START, StateGraph } from '@langchain/langgraph';
import { chatTools } from '../tools/chat-tools.js';
import type { ChatGraphDeps } from './chat-graph-deps.js';
import { ChatState, pendingToolCalls, type ChatStateValues } from './chat-state.js';
import type { ChatTurn } from './chat-turn.js';
import { agentNode } from './nodes/agent.node.js';
import { extractiveNode } from './nodes/extractive.node.js';
import { finalizeNode } from './nodes/finalize.node.js';
import { isBeyondLimits, limitNode } from './nodes/limit.node.js';
import { prepareNode } from './nodes/prepare.node.js';
import { routeNode } from './nodes/route.node.js';
import { simpleNode } from './nodes/simple.node.js';
import { toolsNode } from './nodes/tools.node.js';

/** The path of one turn. Built anew for each, because its tools close over the owner. */
export function buildChatGraph(turn: ChatTurn, deps: ChatGraphDeps) {
  const tools = chatTools(turn);
  return new StateGraph(ChatState)
    .addNode('prepare', prepareNode(turn))
    .addNode('route', routeNode(turn, deps.model.available))
    .addNode('simple', simpleNode(turn, deps))
    .addNode('agent', agentNode(deps, tools))
    .addNode('tools', toolsNode(turn, tools))
    .addNode('limit', limitNode)
    .addNode('extractive', extractiveNode(turn, deps))
    .addNode('finalize', finalizeNode(turn))
    .addEdge(START, 'prepare')
    .addEdge('prepare', 'route')
    .addConditionalEdges('route', ({ path }) => path, ['simple', 'agent', 'extractive'])
    .addConditionalEdges('agent', afterAgent, ['tools', 'limit', 'extractive', 'finalize'])
    .addEdge('tools', 'agent')
    .addEdge('simple', 'finalize')
    .addEdge('limit', 'finalize')
    .addEdge('extractive', 'finalize')
    .addEdge('finalize', END)
    .compile();
}

function afterAgent(state: ChatStateValues): 'tools' | 'limit' | 'extractive' | 'finalize' {
  if (state.path === 'extractive') return 'extractive';
  if (pendingToolCalls(state).length === 0) return 'finalize';
  return isBeyondLimits(state) ? 'limit' : 'tools';
}
