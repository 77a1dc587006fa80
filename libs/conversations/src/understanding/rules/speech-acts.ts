/**
 * What a sentence does: accepts, refuses, doubts, gives up. Patterns fit text with contractions written out
 * (`expandContractions`), of any capitals.
 */

/** Agreement with what was just asked or proposed. */
export const ACCEPTANCE =
  /(?:^|[,.;] |\b(?:and|yes|okay|sure|oh),? )(?:yes|yeah|yep|yup|aye|please do|do that|sure|of course|okay|ok|all right|alright|fine|absolutely|certainly|definitely|no (?:problem|worries|trouble|bother|hassle|sweat)|not a (?:problem|bother)|will do|easily done|say no more|with you on that|can do|consider it done|(?:as )?good as done|gladly|happy to|with pleasure|my pleasure|you (?:got|have got|have) it|got it|i have got it|understood|noted|agreed|deal|done|sold|spot on|you are on|it is a (?:plan|date|deal)|i would be delighted|same here|count me in|fine by (?:me|us)|fine with (?:me|us)|no objections?|i am (?:in|on|game|up for (?:it|that))(?=[.,!]|$)|perfect|great|good|excellent|wonderful|lovely|sounds (?:good|great|fine|fair|perfect|reasonable|like a plan)|that (?:works|is fine|is perfect|is okay|suits|sounds)|works for me|it works|count on me|leave (?:it|that) (?:to|with) me|i am on it|on it|right away|exactly|that is it|i will|i can|i promise|you will (?:get|have|receive|find)|suits me|fair enough|very well|by all means|i would love to|i would be happy to|you can count on|i will be there|see you then|i think so|i should be able to|i do not see why not|why not|sure thing|not at all|go on then|leave it with me|(?:let us|we can) do that)\b|\bgot it[.!]*$/i;
/** Takes an offer by thanking for it. */
export const GRATITUDE =
  /\b(?:thanks|thank you|bless you|you (?:are )?(?:an? |such an? )?(?:angel|star|legend|darling|lifesaver|hero|gem|treasure)|too kind|that (?:really |would really |would )?helps?)\b/i;
/** A day or hour that suits: "Friday works", "Thursday at three is fine". */
export const SUITS =
  /\b(?:works?|suits?|should be fine|(?:i|we) (?:can|could) (?:do|manage|make)|(?:i am|we are) (?:happy|fine|good|okay) with|(?:i|we) like (?:it|that)|nothing (?:on )?then|(?:i am|we are) (?:free|around|home)|is (?:fine|good|great|perfect|okay|ok|all right|alright|ideal|wonderful|possible|plenty|doable|realistic)|sounds? (?:good|great|fine|perfect)|fits?|will do|is a deal|(?:is|would be|sounds) (?:much |even )?better)\b|\bit is[.!]*$/i;

export const REFUSAL =
  /^(?:oh |well |sorry |i am sorry |i am afraid |hmm |uh |ah |but )*,?\s*(?:no\b(?! (?:problem|worries|doubt|hurry|rush|trouble|bother|hassle|sweat|idea|way\b))|nope|not really|not (?:this|today|now|on|at(?! all)|before|possible)|i (?:(?:cannot|can not)(?! (?:believe|wait|imagine|complain|thank|tell you|remember))|could not(?! (?:believe|agree))|do not think|would rather not|am not able|will not|am afraid|am sorry)|cannot|impossible|rather not|maybe (?:another|later|next|some)|(?:\S+ ){1,5}is (?:no good|not (?:good|possible|ideal|great)|bad|impossible|too (?:early|late|soon))|(?:\S+ ){1,5}(?:does|do|will) not (?:work|suit|fit|help)|i am (?:already )?(?:busy|away|booked|in meetings)|that is (?:too|not)\b)/i;

/** Not meant to happen for sure. */
export const HEDGE =
  /\b(?:maybe|perhaps|probably|possibly|might|one day|some ?day|some time|at some point|sooner or later|(?:just|only) an idea|nothing (?:fixed|is fixed|decided)|not sure|i guess|i suppose|i wonder|i wish|would be (?:nice|great|fun|cool|lovely)|it would|thinking (?:about|of)|thought (?:about|of)|considering|dream(?:ing)? of|in theory|ideally|hopefully|if only|who knows|we will see|let us see|what if|imagine|joking|kidding|in my next life|eventually)\b/i;
/** Owner's own doubt that goes with "I": softer than a commitment. */
export const CONDITION =
  /(?:^|[,;] |\b(?:and|but|so|then|or|only) )(?:if|unless|in case|even if|provided|suppose|assuming|whether)\b/i;

/** Plans that fall: "I decided against it", "never mind", "scrap that", "no need". */
export const GIVEN_UP =
  /^done[,.!]+ (?:he|she|it|they|that|I) (?:is|are|has|have|was|were|did|will)\b|\b(?:never ?mind|(?<!\blet me )forget (?:it|that|about|the)|scrap (?:it|that|the)|decided against|changed (?:my|our) mind|not any ?more|no longer|called? (?:it |that )?off|cancel(?:s|led|ed)? (?:it|that|the)|on second thoughts?|drop (?:it|that|the idea)(?! (?:off|by|at|in|over|on|to|there))|skip (?:it|that|the)|no need|not necessary|do not (?:bother|need|have)\b|does not (?:need|have) to|did not (?:need|have) to|need not|already (?:did|done|has been|have|sent|paid|bought|ordered|booked|called|made|signed|finished|written|arranged|taken care|sorted|fixed)|(?:is|was|are) (?:already )?(?:done|taken care of|sorted|settled)|took care of (?:it|that)|takes? care of (?:it|that)|will take care of (?:it|that)|does that|did (?:it|that) (?:yesterday|already)|there,? it is \w+ed|it is (?:already )?(?:signed|sent|paid|finished|ordered|booked|fixed|ready|packed|written)|will not (?:do|need|bother)|am not going to)\b/i;
/** The other takes it over: "No, you rest, I will ...", "leave that to me". */
export const TAKEN_OVER =
  /(?:^no\b[^?]*\b(?:i|we) (?:will|can|would)\b|\bleave (?:it|that|this) (?:to|with) (?:me|us)\b|\b(?:i|we) (?:will|can) (?:do|handle|manage|take care of|take|get|sort|organize|organise|arrange) (?:it|that|this|them|those)\b|\blet me (?:do|handle|take care of|get|take) (?:it|that|this|them)\b|\bi have already\b|\bi already\b|\b(?:it|that) is already\b|(?:^|^(?:no|oh|well|but|ah|thanks|thank you|really)[,.]? )you (?:do not|need not|rest|relax|stay|sit)\b)/i;
/** A later word that replaces an earlier one: "no, make it Friday", "actually", "I mean". */
export const CORRECTION =
  /\b(?:no|not|wait|actually|sorry|rather|instead|better|i mean|i meant|correction|let us (?:say|make it)|make (?:it|that)|change (?:it|that)|move (?:it|that)|moved|push(?:ed)? (?:it|that)|postpone[d]?|(?<!\b(?:late|early|night|day|double|the|my|your|her|his|a) )shift(?:ed| (?:it|that|this|the|our|your))|then not|scratch that|hold on|oh)\b/i;

/** Of these, what corrects the day of a deed when nothing else is said of it. */
export const DAY_CORRECTION =
  /^(?:oh,? |well,? )?(?:no|wait|actually|sorry|hold on|scratch that)\b|\b(?:make (?:it|that)|instead|rather|better|i mean|i meant|let us say|then not|not on|no,? wait)\b/i;
/** Done this minute, not later. */
export const RIGHT_NOW =
  /\b(?:right now|one (?:second|moment|minute|sec)|in (?:a|two|three|five|ten|fifteen|twenty) minutes?|(?:just )?a (?:second|moment|minute|sec)\b|hold on|hang on|give me a|while we are (?:here|talking)|as we speak|now[.!]*$|let me (?:see|check|look|think|have a look|write|note))\b/i;
export const PAST =
  /\b(?:already|yesterday|last (?:night|week|month|year|time|weekend|summer|winter|spring)|ago|used to)\b/i;

/** A recording that calls itself a note. */
export const NOTE_CUE =
  /\b(?:notes? to (?:my)?self|note for (?:my)?self|(?:voice|audio) (?:note|memo)|memo to|reminder to (?:my)?self|notes? for (?:today|tomorrow|the week)|things? (?:i (?:have|need|want) to|to) do|to-?do(?: list)?|my list for)\b/i;
/** Words of broadcasts, lectures, audio books: spoken to many. */
export const BROADCAST_CUE =
  /\b(?:welcome (?:back )?to|thank you for (?:listening|watching|having me|tuning in)|thanks for (?:listening|watching|having me|tuning in)|our listeners|dear listeners|our (?:viewers|audience)|(?:today|tonight|this week) we (?:talk|speak|look|discuss|explore|learn|are talking)|(?:on|in) (?:today|this week)'s (?:show|episode|program|programme|lecture)|this (?:episode|lecture|podcast|chapter|show|programme|program|course|audiobook)|our (?:show|program|programme|podcast|guest|next guest|reporter|correspondent)|my guest|(?:the|our) next (?:lecture|chapter|episode|slide)|subscribe|stay tuned|do not go away|after the (?:break|commercials)|back to the (?:show|studio)|in the studio|ladies and gentlemen|breaking news|chapter (?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)|as you can see on|on this slide|last lecture|dear students|in this (?:course|class|lecture|talk|video)|let us (?:now )?(?:turn to|look at) the (?:next|second|third|first))\b/gi;

/** Opens an answer. */
export const REPLY_START =
  /^(?:(?:oh|well|ah|and|so|but),? )?(?:yes|yeah|yep|no|nope|not really|really|sure|of course|okay|ok|all right|alright|fine|great|good(?! (?:morning|afternoon|evening))|perfect|thanks|thank you|right|exactly|deal|agreed|lovely|wonderful|excellent|got it|will do|no problem|absolutely|definitely|i see|nice|cool|happy to|congratulations|wow|sounds|that (?:is|was|would|works|sounds)|always|never|lucky you|me too|too much|fair enough|done|understood|maybe|perhaps|much better|it (?:works|is) (?:for|fine|okay)|\S+ (?:it is|is fine|is perfect|works))\b/i;
/** Wants an answer or a deed, with or without a question mark. */
export const ASKS =
  /\b(?:(?:can|could|would|will|do|did|are|have|does|is) you\b|please\b|what about|how about|who (?:takes|can|is|will|wants)|let us\b|shall we|do you|are you|have you|when can|what (?:is|are|kind)|how (?:much|many|is|are)|i need you|do not forget)/i;
/** Somebody at work, answering a call or a door. */
export const BUSINESS_VOICE =
  /\b(?:how (?:can|may) (?:i|we) help|what (?:can|may) i do for you|what brings you|what can i get you|this is \w+ speaking|\w+ speaking\b|take a seat|have a seat|our opening hours|we look forward to seeing you|we have an? (?:opening|appointment|table|room)|i (?:could|can) offer you|i am calling (?:about|because|from)|for how many (?:people|nights))/i;
