import { type Category } from '#libs/contracts';
import { stemOf } from '#libs/ai';

/** Words by which a category shows, as they are said; a word in several lists counts for each. `word*2` weighs double. */
const LEXICON: Readonly<Partial<Record<Category, string>>> = {
  work: `meeting*2 colleague*2 boss*2 manager*2 office*2 deadline*2 budget*2 warehouse*2 shift*2 team client customer project*2 report forecast stock
    stocktake*2 inventory*2 invoice supplier launch agency presentation*2 conference employee*2 staff*2 salary promotion handover*2 vacation overtime driver
    department factory contract schedule canteen temp scanner truck delivery job career resume interview training certificate coworker headquarters
    audit*2 supervision*2 rota*3 ward*2 handover crew*2 inspector*2 intern*2 site colleague permit*2 competition appraisal*2 payroll*2 minutes agenda*2 standup
    spreadsheet quarter target performance feedback sprint standup deploy ticket onboarding hire retire company catalogue catalog order production`,
  business: `revenue*2 profit*2 market*2 marketing*2 sales*2 customer supplier*2 price contract*2 negotiate*2 partner investor strategy*2 brand*2 competitor*2 launch catalogue
    catalog wholesale retail export import shipment packaging quote margin merger turnover product company`,
  entrepreneurship: `startup*3 founder*3 investor*2 pitch*2 venture*2 funding*2 seed accelerator*2 incubator cofounder*3 bootstrap*2`,
  health: `doctor*3 headache*3 pain*2 hospital*3 medicine*3 medication*3 pill tablet allergy*2 allergic*2 blood*2 pressure symptom*3 nurse*2 dentist*3 tooth*2 surgery*3 therapy*2
    physiotherapy*3 physiotherapist*3 knee diet*2 exercise sleep vaccine*3 flu*2 fever*3 cough*2 prescription*3 clinic*3 checkup*3 injury*2 diabetes*2 asthma*3 diagnosis*3 cholesterol*3 vitamin magnesium
    appointment patient*2 treatment*2 bandage*2 sprain*3 ankle back shoulder x-ray*3 laboratory penicillin dose weight heart pharmacy*3 pharmacist*3 optician*3 glasses skin rash`,
  family: `daughter*2 son*2 wife*2 husband*2 mother*2 father*2 mom*2 dad*2 sister*2 brother*2 grandmother*2 grandfather*2 grandma*2 grandpa*2 aunt uncle cousin family*3 birthday*2 anniversary kid*2 kids*2 children*2
    child baby married wedding party cake dinner niece nephew parents*2 home holiday christmas easter`,
  parenting: `homework*2 school*2 teacher*2 kindergarten*3 daycare*3 diaper*3 bedtime*3 babysitter*3 toddler*3 kid kids children parent*2 pediatrician*2 tantrum*3 lunchbox*2 playground*2 grades class swimming competition form recital`,
  travel: `trip*3 flight*3 hotel*3 cabin*3 airport*3 passport*2 luggage*2 suitcase booking*2 vacation*2 holiday*2 travel*3 train itinerary*3 visa*3 tour*2 beach*2 island*2 reservation*2 check deposit campsite*3 camping*2
    airline*3 ticket rental road museum cruise*3 sightseeing*3 hostel*3 resort*3 journey*2 weekend adults nights ferry*2 border`,
  finance: `bank*2 loan*3 mortgage*3 tax*2 taxes*2 insurance*2 interest invest*2 investment*3 stock savings*3 account budget credit*2 debt*3 pension*3 salary rent refund*2 payment transfer dividend*3 shares*2 bond fund*2 invoice premium*2 deductible*3 euro dollars`,
  legal: `lawyer*3 attorney*3 court*3 contract*2 lawsuit*3 judge*3 legal*3 law*2 clause*2 sue*3 testament*3 notary*3 custody*3 divorce*2 witness*2 trial*2 liability*2 lease tenant landlord settlement*2 copyright*2`,
  technology: `computer*3 software*3 app*2 phone laptop*3 internet*2 server*2 code program programming*3 database*3 robot*3 algorithm*3 website*2 update backup*2 password wifi router*3 printer*2 data*2 cloud*2 bug*2 developer*2 battery camera screen
    artificial intelligence*2 network*2 device*2 smartphone*3 tablet keyboard*2`,
  science: `research*2 researcher*2 study experiment*3 scientist*3 species*3 bee*2 bees*2 planet*3 star*2 galaxy*3 universe*3 physics*3 chemistry*3 biology*3 cell*2 gene*3 dna*3 evolution*3 insect*3 brain*2 molecule*3 atom*3 telescope*3 laboratory hypothesis*3 theory*2
    animal*2 flower honey hive*2 comb nectar*2 angle distance sun muscle ocean volcano*3 fossil*3 dinosaur*3 bacteria*3 virus*2 gravity*3 particle*3 whale*2 bird migration*2 octopus*3 glacier*2 mushroom*2 spider*2`,
  education: `maths*3 math*2 pupil*3 fractions*3 spelling*3 residential*2 school*2 university*3 college*3 course*2 lecture*3 exam*3 student*3 teacher*2 professor*3 homework*2 class*2 degree*2 lesson*2 study learn*2 learning*2 semester*3 grade essay*3 tutor*3 curriculum*3 textbook*2 scholarship*3 thesis*3 quiz chapter`,
  environment: `climate*3 pollution*3 recycling*3 recycle*2 garden forest*2 tree*2 river carbon*3 emission*3 solar*2 renewable*3 plastic waste*2 nature*2 wildlife*3 compost*2 bees pesticide*3 drought*2 sustainable*3 habitat*2`,
  music: `music*3 concert*3 song*3 band*3 guitar*3 piano*2 trombone*3 violin*3 orchestra*3 choir*3 album*3 singer*3 rehearse*2 rehearsal*2 melody*3 drums*3 composer*3 symphony*3 lyrics*3 tickets cello*3 trumpet*3 gig*2 festival`,
  entertainment: `movie*3 film*3 series*2 episode*2 actor*3 actress*3 cinema*3 television*3 show*2 game theater*2 theatre*2 podcast*2 comedy*2 director*2 season streaming*2 netflix*3 drama*2 celebrity*3 premiere*3`,
  sports: `football*3 soccer*3 basketball*3 tennis*3 match*2 team goal coach*2 marathon*3 race*2 running*2 training gym*2 league*3 tournament*3 swim*2 swimming*2 bicycle cycling*3 score*2 player*2 championship*3 workout*2 hockey*3 golf*3 climbing*2 ski*2 yoga*2 stadium*3 referee*3`,
  social: `friend*2 friends*2 party*2 dinner visit*2 evening drinks invite invitation barbecue*3 wine*3 curry*2 cinema*2 game gossip neighbour*2 neighbor*2 chat catch wedding housewarming*3 picnic*2 guests*2 news reunion*2 lunch dessert`,
  personal: `diary*2 habit*2 feeling*2 hobby*2 goal car*2 garage*2 brake*2 repair apartment*2 flat moving*2 move moved*2 house garden bicycle errand*3 grocery*2 shopping*2 cleaning*2 laundry*2 note reminder remember furniture plumber*2 landlord mechanic*2 tire key haircut*2 dog cat pet vet*2 cook recipe*2 kitchen library`,
  romantic: `tango*2 roses*2 hug*2 darling*2 love girlfriend*3 boyfriend*3 date*2 kiss*3 valentine*3 relationship*2 engaged*2 proposal romantic*3 couple crush*3`,
  politics: `election*3 vote*2 voter*3 president*3 government*3 parliament*3 minister*3 senator*3 policy*2 party law campaign*2 democracy*3 mayor*2 council*2 congress*2 protest*2`,
  economics: `economy*3 inflation*3 unemployment*3 recession*3 gdp*3 trade*2 tariff*3 supply demand monetary*3 currency*2 growth market`,
  history: `war*2 century*3 empire*3 ancient*3 emperor*3 king*2 queen*2 revolution*3 medieval*3 historian*3 history*3 roman*2 castle*2 battle*2 treaty*2 pharaoh*3 archaeologist*3 dynasty*3 pyramid*2`,
  literature: `novel*3 author*3 poem*3 poetry*3 book*2 chapter writer*3 character plot*2 publisher*2 reading library fiction*3 literary*3 shakespeare*3 story`,
  philosophy: `philosophy*3 philosopher*3 ethics*3 moral*2 meaning existence*2 consciousness*2 truth stoic*3 free will socrates*3 plato*3 kant*3 virtue*2`,
  spiritual: `god*2 church*2 prayer*3 pray*3 meditation*2 soul*2 faith*2 bible*3 spiritual*3 temple*2 buddhist*3 priest*2 worship*3 mosque*3`,
  psychology: `psychology*3 psychologist*3 anxiety*2 therapy therapist*2 emotion*2 behavior*2 behaviour*2 trauma*3 depression*2 motivation*2 cognitive*3 memory mindset*2 bias*2`,
  architecture: `scaffolding*3 beam*2 staircase*2 drainage*2 plaster*2 brick*2 concrete*2 survey structural*3 sketch architect*3 architecture*3 building*2 facade*3 bridge*2 tower*2 blueprint*3 construction*2 skyscraper*3 cathedral*2`,
  design: `design*3 designer*3 logo*3 font*3 layout*2 color sketch*2 prototype*2 typography*3 interior*2 pattern style`,
  weather: `weather*3 rain*2 storm*2 snow*2 temperature*2 forecast sunny*2 wind cloudy*3 hurricane*3 degrees*2 thunder*2 humidity*3`,
  news: `headline*3 reporter*3 journalist*3 correspondent*3 breaking*2 press newspaper*2 broadcast*2`,
  inspiration: `inspiration*3 inspire*3 dream success*2 motivational*3 gratitude*3 courage*2`,
  real: `apartment*1 mortgage realtor*3 estate*3 property*2 viewing tenant*2 landlord*2 lease*2 rent*2 square buyer*2 seller*2 broker*2`,
};

const BY_STEM = index();

function index(): ReadonlyMap<string, readonly (readonly [Category, number])[]> {
  const byStem = new Map<string, (readonly [Category, number])[]>();
  for (const [category, list] of Object.entries(LEXICON) as [Category, string][]) {
    for (const entry of new Set(list.split(/\s+/))) {
      const [word, weight] = entry.split('*') as [string, string | undefined];
      const stem = stemOf(word);
      byStem.set(stem, [...(byStem.get(stem) ?? []), [category, Number(weight ?? 1)]]);
    }
  }
  return byStem;
}

/** Less than this and nothing is sure. */
const MIN_SCORE = 3;

/** The category that the words of a talk speak for. `weights`: how many sentences hold each root. */
export function categoryOf(
  weights: ReadonlyMap<string, number>,
  prior: Partial<Record<Category, number>>,
): Category {
  const scores = new Map<Category, number>(Object.entries(prior) as [Category, number][]);
  for (const [stem, count] of weights) {
    // A word said often counts more, but not for ever.
    const strength = 1 + Math.log2(count);
    for (const [category, weight] of BY_STEM.get(stem) ?? [])
      scores.set(category, (scores.get(category) ?? 0) + weight * strength);
  }
  const [best] = [...scores].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= MIN_SCORE ? best[0] : 'other';
}
