import { describe, expect, it } from 'vitest';
import { findIntroduction } from './self-introduction.rules.js';

describe('somebody who says their own name', () => {
  it.each([
    ['Hello, my name is Anna.', 'Anna'],
    ['My name’s Anna Lee, nice to meet you', 'Anna Lee'],
    ['Anna is my name', 'Anna'],
    ['Guten Tag, ich heiße Jürgen.', 'Jürgen'],
    ['Mein Name ist Anna', 'Anna'],
    ['Bonjour, je m’appelle Élodie.', 'Élodie'],
    ['Hola, me llamo José Luis y vivo aquí', 'José Luis'],
    ['Meu nome é Inês.', 'Inês'],
    ['Mi chiamo Chiara', 'Chiara'],
    ['Hallo, ik heet Sanne', 'Sanne'],
    ['Hej, jag heter Åsa.', 'Åsa'],
    ['Nazywam się Łukasz', 'Łukasz'],
    ['Здравствуйте, меня зовут Ольга.', 'Ольга'],
    ['你好,我叫王小明。', '王小明'],
    ['私の名前は田中です', '田中'],
    ['안녕하세요, 제 이름은 김민수입니다', '김민수'],
    ['मेरा नाम राहुल है', 'राहुल'],
  ])('is understood: %s', (text, name) => {
    expect(findIntroduction(text)).toEqual({ name, kind: 'explicit' });
  });

  it.each([
    ['Hi, I’m Anna.', 'Anna'],
    ['This is Bob speaking', 'Bob'],
    ['Ich bin Anna', 'Anna'],
    ['Soy María', 'María'],
    ['我是李雷', '李雷'],
  ])('may only be one who is known already: %s', (text, name) => {
    expect(findIntroduction(text)).toEqual({ name, kind: 'copular' });
  });

  it.each([
    'my name is on the list',
    'My name is not important.',
    'I am tired, and I’m going home.',
    'what is my name',
    'Her name is Anna.',
    'ich bin müde',
    'je suis content',
    'soy de Madrid',
    '我是学生',
    '我叫你',
    'I’m English.',
    'Is Sorry my name',
    '',
  ])('is not heard in: %s', (text) => {
    expect(findIntroduction(text)).toBeNull();
  });
});
