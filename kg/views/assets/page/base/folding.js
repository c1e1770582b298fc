/* Names without case, accents and script, letter by letter as kg.rdf.names.fold has it. */

const LATIN = new Map((
  "ßss æae œoe øo łl đd ðd þth ħh ıi ŋng ŧt əe "
  + "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo "
  + "аa бb вv гg ґg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ыy эe "
  + "юyu яya єie ѕdz іi јj љlj њnj ђdj ћc џdzh "
  + "აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts "
  + "ჭch ხkh ჯj ჰh "
  + "աa բb գg դd եe զz էe ըy թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռrr "
  + "սs վv տt րr ցts ւw փp քk օo ֆf ъ ь"
).split(" ").map(([letter, ...latin]) => [letter, latin.join("") || " "]));

function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^ -~]/g, (letter) => LATIN.get(letter) ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const ONE_SOUND = [
  [/s?ch|sh|sz|z/g, "s"], [/kh/g, "h"], [/ph/g, "f"], [/ou/g, "u"], [/w/g, "v"], [/[yj]/g, "i"],
  [/[cq]/g, "k"], [/(.)\1+/g, "$1"],
];

/* What the ways to spell a sound share: Zelenskyy, Selenskyj and Зеленський are one. */
function sounded(folded) {
  return ONE_SOUND.reduce((word, [letters, sound]) => word.replace(letters, sound), folded);
}
