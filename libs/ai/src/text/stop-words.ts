/** Words that carry no topic: function words, fillers, words of speaking. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all almost already also always am among an and another any anybody anyone anything are around as ask at
   away back be because been before being below best better between both but by came can cannot come could did do does doing done down
   during each either else enough ever every everybody everyone everything exactly few fine first for from get gets getting give go goes
   going gone good got great had has have having he hello her here hers herself hey hi him himself his how i if in into is it its itself
   just keep kind know last least less let like little long look lot lots made make makes many may maybe me mean might mine more most
   much must my myself need never new next nice no nobody none nor not nothing now of off oh ok okay on once one only onto or other others
   our ours ourselves out over own perfect perhaps please possible pretty probably put quite rather real really right said same say saying
   see seem seems shall she should since so some somebody someone something soon sorry sort still such sure take tell than thank thanks
   that the their theirs them themselves then there these they thing things think this those though thought through thus to together too
   under until up upon us use used usually very via want wants was way we well went were what whatever when where whether which while who
   whole whom whose why will with within without won would yeah yes yet you your yours yourself yourselves
   ahead alright anyway bye course gonna gotta wanna guess hear heard idea much maybe minute moment okay point quick side somehow start
   stuff talk talking today tomorrow tonight trying wait week weeks day days time times year years month months hour hours morning
   afternoon evening night yesterday ago later early late monday tuesday wednesday thursday friday saturday sunday
   hundred thousand two three four five six seven eight nine ten eleven twelve half quarter o'clock number
   second third absolutely actually agreed basically certainly definitely indeed literally obviously totally
   dont doesnt didnt isnt wasnt cant wont im ill ive youre youll hes shes theyre thats lets don't doesn't didn't isn't wasn't can't
   won't i'm i'll i've i'd you're you'll you've you'd he's she's it's we're we'll we've they're they'll that's let's there's what's
   who's where's here's couldn't wouldn't shouldn't haven't hasn't hadn't aren't weren't ain't`.split(/\s+/),
);

/** Sounds and words that fill a silence or only show that one listens. */
export const FILLER_WORDS: ReadonlySet<string> = new Set(
  `uh um uhm er erm ah aha hm hmm mhm mm mmm huh oh ooh wow ha haha okay ok yeah yep yup yes no nope nah right sure fine good great cool nice
   alright well so like thanks thank you bye goodbye hello hi hey please sorry all then and but too i see know mean it that's is that
   sounds absolutely exactly definitely indeed really perfect lovely got agreed true totally of course cheers welcome later anyway`.split(
    /\s+/,
  ),
);
