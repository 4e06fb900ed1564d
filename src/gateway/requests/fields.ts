import type { DialectName } from '../dialects/dialect.ts';
import {
  absent,
  amount,
  type FieldLists,
  flag,
  isModel,
  listed,
  names,
  one,
  onlyOf,
  plainTier,
  understood,
} from './rules.ts';

const NO_NETWORK = 'would search or fetch at the provider, and a sandbox has no network';
const NO_OTHERS = 'would let the provider choose another model or route than the one that is measured';
const NOT_HELD = 'names what the provider keeps, and every request must hold what its model reads';

/** Of providers that speak OpenAI's dialects. */
const ROUTES: FieldLists['metered'] = {
  models: absent(NO_OTHERS),
  fallbacks: absent(NO_OTHERS),
  route: absent(NO_OTHERS),
  routes: absent(NO_OTHERS),
  provider: absent(NO_OTHERS),
  preset: absent(NO_OTHERS),
  plugins: absent(NO_NETWORK),
  web_search: absent(NO_NETWORK),
  web_search_options: absent(NO_NETWORK),
  search_parameters: absent(NO_NETWORK),
  search_options: absent(NO_NETWORK),
  enable_search: absent(NO_NETWORK),
  mcp_servers: absent(NO_NETWORK),
  container: absent(NO_NETWORK),
};

const OPENAI_METERED: FieldLists['metered'] = {
  ...ROUTES,
  model: isModel,
  n: one,
  best_of: one,
  tools: listed,
  tool_choice: understood,
  stream: flag,
  stream_options: understood,
  service_tier: plainTier('default', ['default', 'auto']),
  speed: onlyOf('standard'),
  store: flag,
  background: absent('would be answered later, where nothing counts it', 'wait for the answer'),
  prompt_cache_retention: understood,
  prompt_cache_options: understood,
};

/** Sampling, as OpenAI and the servers that speak its dialects have it. */
const SAMPLING = `temperature top_p top_k top_a min_p typical_p seed random_seed stop frequency_penalty presence_penalty
  repetition_penalty repeat_penalty length_penalty logit_bias logprobs top_logprobs prompt_logprobs ignore_eos min_tokens
  stop_token_ids bad_words allowed_token_ids include_stop_str_in_output skip_special_tokens
  spaces_between_special_tokens mirostat mirostat_tau mirostat_eta dry_multiplier dry_base dry_allowed_length
  xtc_probability xtc_threshold tfs_z grammar json_schema guided_json guided_regex guided_choice guided_grammar
  guided_decoding_backend structured_outputs truncate_prompt_tokens add_generation_prompt continue_final_message
  chat_template_kwargs cache_prompt keep_alive priority`;

/** Said of a request, and changing no answer. */
const ABOUT = `metadata client_metadata user safety_identifier prompt_cache_key cache_key cache_salt session_id request_id
  moderation include usage transforms trace debug safe_prompt`;

const REASONING = `reasoning reasoning_effort reasoning_format include_reasoning thinking thinking_budget enable_thinking
  think verbosity parallel_tool_calls context_management truncation`;

const CHAT: FieldLists = {
  metered: {
    ...OPENAI_METERED,
    functions: listed,
    function_call: understood,
    max_tokens: amount,
    max_completion_tokens: amount,
    audio: absent('would answer in sound, which has no price here'),
    modalities: (value) =>
      value === null || (Array.isArray(value) && value.every((one) => one === 'text'))
        ? { kind: 'pass' }
        : { kind: 'refuse', problem: 'must be ["text"]: nothing else has a price here', fix: 'leave it out' },
    use_beam_search: absent('would be paid for several samples'),
    num_return_sequences: one,
  },
  harmless: names(`messages response_format prediction tool_stream prompt_mode ${SAMPLING} ${ABOUT} ${REASONING}`),
};

const RESPONSES: FieldLists = {
  metered: {
    ...OPENAI_METERED,
    max_output_tokens: amount,
    max_tool_calls: amount,
    previous_response_id: absent(NOT_HELD, 'send the conversation itself'),
    conversation: absent(NOT_HELD, 'send the conversation itself'),
    prompt: absent(NOT_HELD, 'send the text itself'),
  },
  harmless: names(`input instructions text ${SAMPLING} ${ABOUT} ${REASONING}`),
};

const MESSAGES: FieldLists = {
  metered: {
    ...ROUTES,
    model: isModel,
    n: one,
    tools: listed,
    tool_choice: understood,
    stream: flag,
    max_tokens: amount,
    service_tier: plainTier('standard_only', ['standard_only', 'auto']),
    speed: onlyOf('standard'),
    inference_geo: onlyOf('global'),
    store: flag,
    background: absent('would be answered later, where nothing counts it', 'wait for the answer'),
    cache_control: understood,
    thread: absent(NOT_HELD, 'send the conversation itself'),
    previous_message_id: absent(NOT_HELD, 'send the conversation itself'),
    billing_policy: absent('would name another payer'),
    fallback_credit_token: absent('would be paid at another price'),
  },
  harmless: names(`messages system stop_sequences temperature top_k top_p thinking metadata output_config output_format
    context_management compaction diagnostics context_hint`),
};

export const FIELDS: Record<DialectName, FieldLists> = { chat: CHAT, responses: RESPONSES, messages: MESSAGES };
