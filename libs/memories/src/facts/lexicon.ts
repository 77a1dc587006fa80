import { anyOf } from './words.js';

/** Long-lasting conditions, and ailments that people live with. */
export const CONDITION =
  anyOf(`asthma diabetes diabetic migraine migraines arthritis epilepsy insomnia tinnitus eczema psoriasis anemia anaemia
  hay_fever celiac_disease coeliac_disease high_blood_pressure low_blood_pressure high_cholesterol heart_condition heart_murmur
  heart_disease pacemaker sleep_apnea sleep_apnoea back_problems bad_back back_pain bad_knee bad_knees bad_hip bad_shoulder weak_heart weak_ankle
  knee_problems thyroid_problem thyroid_condition thyroid_problems underactive_thyroid depression anxiety adhd autism dyslexia vertigo gout glaucoma cataracts
  scoliosis osteoporosis cancer dementia alzheimer's parkinson's multiple_sclerosis lupus headaches reflux heartburn nosebleeds sciatica
  trouble_sleeping hearing_loss cold_sores kidney_stones ulcer allergies`);

export const MEDICINE =
  anyOf(`pill pills tablet tablets capsule capsules medication medications medicine inhaler insulin injection injections shots
  supplement supplements vitamin vitamins magnesium iron aspirin ibuprofen statins statin antidepressants antihistamines antihistamine metformin
  levothyroxine melatonin eye_drops ear_drops blood_thinners beta_blockers blood_pressure_pills steroids cortisone lisinopril omeprazole
  milligrams mg antibiotics`);

/** How names of drugs end. */
export const DRUG =
  '[a-z]{3,}(?:pril|sartan|olol|statin|cillin|mycin|cycline|azole|prazole|oxetine|triptan|formin|gliptin|thyroxine|zepam|zolam|farin|parin|idone|setron|fenac|profen|lukast|tidine|mab|vir|sone|solone|thiazide|semide|tropium|terol|lithium|pine|triptyline)|lithium|cortisol|morphine|codeine|paracetamol|tylenol|ritalin|prozac|xanax|ventolin';

export const HABITATION = anyOf(
  'house apartment flat condo cottage cabin farm farmhouse loft townhouse bungalow studio houseboat duplex narrowboat bedsit annexe maisonette chalet mobile_home',
);

export const VEHICLE =
  anyOf(`car van truck pickup motorcycle motorbike scooter bike bicycle wagon station_wagon minivan camper sedan suv jeep
  convertible hatchback coupe boat sailboat moped e-bike hybrid tesla toyota honda ford volkswagen volvo bmw subaru mazda audi skoda fiat renault peugeot citroen
  opel kia hyundai nissan mercedes vauxhall chevrolet chevy dodge lexus saab vespa estate cargo_bike electric_bike tandem tricycle motorhome`);

/** What people get to work on. */
export const TRANSPORT = `${VEHICLE}|${anyOf('bus tram train ferry metro tube subway underground streetcar trolley rail foot horseback')}`;

/** Things whose coming and going changes a life. */
export const BELONGING = `${VEHICLE}|${HABITATION}|${anyOf(
  'piano guitar violin business shop company allotment greenhouse garden caravan camper_van land horse telescope drone',
)}`;

/** What a house is fitted with. */
export const EQUIPMENT =
  anyOf(`furnace boiler heat_pump fireplace wood_stove stove oven aga washing_machine dishwasher tumble_dryer fridge freezer water_heater
  air_conditioner swimming_pool hot_tub sauna pond greenhouse shed workshop darkroom kiln loom sewing_machine solar_panels`);

export const INSTRUMENT =
  anyOf(`piano guitar violin cello trumpet trombone flute clarinet saxophone drums drum harp ukulele banjo bass viola oboe
  accordion organ harmonica keyboard tuba bassoon mandolin`);

export const SPORT =
  anyOf(`soccer football tennis basketball baseball volleyball golf hockey chess badminton squash rugby cricket bridge poker
  ping_pong table_tennis handball softball lacrosse darts snooker pool pickleball water_polo video_games board_games cards scrabble`);

export const ACTIVITY =
  anyOf(`swimming running jogging hiking cycling climbing bouldering dancing sailing skiing fishing riding rowing kayaking
  surfing bowling birdwatching shopping camping skating to_the_gym to_church to_mosque to_synagogue to_temple to_yoga to_choir to_therapy
  to_pilates to_physiotherapy to_the_pool to_the_sauna to_bed`);

export const PRACTICE = anyOf(
  'yoga karate judo pilates taekwondo aikido boxing ballet gymnastics tai_chi meditation crossfit weights crosswords sudoku pottery',
);

export const LANGUAGE =
  anyOf(`english spanish french german dutch italian portuguese polish russian mandarin chinese cantonese japanese korean
  arabic hebrew turkish greek swedish norwegian danish finnish hindi urdu bengali vietnamese thai welsh irish gaelic czech hungarian romanian
  ukrainian sign_language swahili latin catalan croatian serbian tagalog farsi`);

export const ORIGIN =
  anyOf(`american canadian mexican british english irish scottish welsh french german dutch italian spanish portuguese polish
  russian ukrainian chinese japanese korean indian pakistani turkish greek swedish norwegian danish finnish australian brazilian
  catholic protestant jewish muslim hindu buddhist mormon atheist christian lutheran methodist quaker`);

/** Where people work or belong. */
export const INSTITUTION =
  anyOf(`bank firm company agency council hospital school museum library post_office police army navy church band choir university
  college factory civil_service charity practice brewery archive institute ministry newspaper nursery gym club team orchestra course class party`);

export const EATER = anyOf('vegetarian vegan pescatarian vegetarians vegans teetotaler teetotal');

export const ACHIEVEMENT =
  anyOf(`marathon half_marathon half-marathon triathlon race ultramarathon ironman degree bachelor's master's phd doctorate
  licence license certificate certification diploma exam championship tournament cup novel book black_belt medal award prize competition album
  driving_test bar_exam citizenship residency tenure`);

const JOB_LIST =
  anyOf(`nurse doctor teacher engineer plumber electrician carpenter mechanic accountant lawyer dentist chef cook baker butcher
  pilot firefighter police_officer paramedic architect designer developer programmer journalist writer author editor musician singer actor actress
  artist photographer librarian scientist researcher professor lecturer student apprentice intern trainee manager supervisor director
  foreman boss secretary assistant receptionist cashier salesman saleswoman salesperson clerk bookkeeper consultant analyst
  pharmacist physiotherapist psychologist psychiatrist surgeon vet veterinarian midwife farmer gardener florist hairdresser barber tailor
  translator interpreter tutor coach trainer driver welder painter roofer builder bricklayer janitor cleaner caretaker
  waiter waitress bartender barista soldier sailor judge priest pastor politician mayor banker broker realtor
  landlord freelancer entrepreneur homemaker housewife retiree pensioner bus_driver truck_driver train_driver social_worker
  flight_attendant forklift_driver team_leader shift_leader head_of buyer planner dispatcher technician inspector surveyor therapist counselor counsellor optician
  goldsmith shoemaker joiner biologist chemist physicist historian geologist economist sculptor conductor dancer sommelier`);
/** "a" or "the", up to three words, a job. */
export const JOB = `(?:an? |the |our |their )?(?:(?!(?:at|in|on|with|from|to|for|by|off|like|near) |bit|lot|little|big|great|huge|good|bad)[\\w-]+ ){0,3}(?:${JOB_LIST})`;
