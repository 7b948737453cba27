export const themeKey = 'weir.theme';

/** Runs before the first paint, so that a dark page never flashes white, and a wall screen (`?kiosk`) never shows what is to be clicked. */
export const themeScript = `try{var t=localStorage.getItem('${themeKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}if(/[?&]kiosk(=|&|$)/.test(location.search))document.documentElement.dataset.kiosk=''`;
